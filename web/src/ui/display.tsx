import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react'
import type { CSSProperties, ReactNode } from 'react'
import { Button as AriaButton, ProgressBar } from 'react-aria-components'
import { useT } from '@/i18n'
import { Button } from './Button'
import { cx } from './cx'
import css from './display.module.css'

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'accent'

export function Badge({ tone = 'neutral', icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={cx(css.badge, tone !== 'neutral' && css[tone])}>
      {icon}
      {children}
    </span>
  )
}

export function Dot({ color }: { color: string }) {
  return <span className={css.dot} style={{ background: color }} aria-hidden />
}

/** A filter in force; its cross takes it away. */
export function Chip({ children, onRemove, removeLabel }: { children: ReactNode; onRemove: () => void; removeLabel: string }) {
  return (
    <span className={css.chip}>
      <span className="ellipsis">{children}</span>
      <AriaButton onPress={onRemove} aria-label={removeLabel}>
        <X aria-hidden />
      </AriaButton>
    </span>
  )
}

export interface StatItem {
  label: string
  value: string
  detail?: string | undefined
  isSelected?: boolean
  onPress?: () => void
}

/** Figures side by side; one that has rows behind it can be pressed to see them. */
export function Stats({ items }: { items: StatItem[] }) {
  return (
    <div className={css.stats}>
      {items.map((item) => (
        <Stat key={item.label} {...item} />
      ))}
    </div>
  )
}

function Stat({ label, value, detail, isSelected, onPress }: StatItem) {
  const body = (
    <>
      <span className={css.statLabel}>{label}</span>
      <span className={css.statValue}>{value}</span>
      {detail ? <span className={css.statDetail}>{detail}</span> : null}
    </>
  )
  if (!onPress) return <div className={css.stat}>{body}</div>
  return (
    <AriaButton className={css.stat ?? ''} onPress={onPress} aria-pressed={isSelected ?? false}>
      {body}
    </AriaButton>
  )
}

export interface BarItem {
  id: string
  label: string
  value: number
  text: string
  color?: string | undefined
}

export interface BarsProps {
  items: BarItem[]
  selected?: ReadonlySet<string>
  onToggle: (id: string) => void
}

/** Horizontal bars to one scale; pressing a bar filters by it. */
export function Bars({ items, selected, onToggle }: BarsProps) {
  const max = Math.max(1, ...items.map((item) => item.value))
  return (
    <div className={css.bars}>
      {items.map((item) => (
        <AriaButton
          key={item.id}
          className={css.bar ?? ''}
          aria-pressed={selected?.has(item.id) ?? false}
          onPress={() => onToggle(item.id)}
        >
          <span className="ellipsis">{item.label}</span>
          <span className={css.barTrack} aria-hidden>
            <span className={css.barFill} style={barStyle(item, max)} />
          </span>
          <span className="num">{item.text}</span>
        </AriaButton>
      ))}
    </div>
  )
}

function barStyle(item: BarItem, max: number): CSSProperties {
  const width = `${Math.max(item.value > 0 ? 1.5 : 0, (item.value / max) * 100)}%`
  return item.color ? { width, background: item.color } : { width }
}

export function Empty({ icon, title, children, action }: { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={css.empty}>
      {icon}
      <h2>{title}</h2>
      {children ? <p>{children}</p> : null}
      {action}
    </div>
  )
}

export type NoticeTone = 'info' | 'good' | 'warn' | 'bad'

export function Notice({ tone = 'info', children }: { tone?: NoticeTone; children: ReactNode }) {
  const Icon = tone === 'bad' ? CircleAlert : tone === 'warn' ? TriangleAlert : Info
  return (
    <div className={cx(css.notice, css[tone])} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon aria-hidden />
      <div>{children}</div>
    </div>
  )
}

/** Something could not be loaded: what, and a way to try again. */
export function Failure({ message, onRetry }: { message: string; onRetry?: () => void }) {
  const t = useT()
  return (
    <Empty icon={<CircleAlert aria-hidden />} title={t('common.failed')} action={onRetry && <Button onPress={onRetry}>{t('common.retry')}</Button>}>
      {message}
    </Empty>
  )
}

export function Skeleton({ width = '100%', height = 16 }: { width?: number | string; height?: number | string }) {
  return <span className={css.skeleton} style={{ width, height }} aria-hidden />
}

/** The outline of a list while its rows are on their way. */
export function SkeletonRows({ rows = 6, height = 36 }: { rows?: number; height?: number }) {
  const t = useT()
  return (
    <div className="stack" role="status" aria-label={t('common.loading')}>
      {Array.from({ length: rows }, (_, i) => (
        <Skeleton key={i} height={height} />
      ))}
    </div>
  )
}

export interface ProgressProps {
  label: string
  /** 0 to 1; null while nothing is known. */
  value: number | null
  detail?: string | undefined
  onCancel?: () => void
}

export function Progress({ label, value, detail, onCancel }: ProgressProps) {
  const t = useT()
  return (
    <ProgressBar value={(value ?? 0) * 100} isIndeterminate={value === null} aria-label={label} className={css.progress ?? ''}>
      {({ percentage, isIndeterminate }) => (
        <>
          <span className="spread">
            <span>{label}</span>
            {onCancel ? (
              <Button variant="quiet" onPress={onCancel}>
                {t('common.cancel')}
              </Button>
            ) : null}
          </span>
          <div className={css.progressTrack}>
            <div
              className={cx(css.progressFill, isIndeterminate && css.indeterminate)}
              style={isIndeterminate ? undefined : { width: `${percentage ?? 0}%` }}
            />
          </div>
          {detail ? <span className="muted small">{detail}</span> : null}
        </>
      )}
    </ProgressBar>
  )
}

export function Facts({ rows }: { rows: [label: string, value: ReactNode][] }) {
  return (
    <dl className={css.facts}>
      {rows.map(([label, value]) => (
        <div key={label} style={{ display: 'contents' }}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
