import { GripVertical, Navigation, X } from 'lucide-react'
import { useMemo } from 'react'
import { Button as AriaButton, GridList, GridListItem, useDragAndDrop } from 'react-aria-components'
import type { Route, RouteStop } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { IconButton, LinkButton } from '@/ui/Button'
import { Hours } from './Hours'
import { axisOf, moved, stopBars, type Axis, type Bar } from './model'
import css from './routes.module.css'

export interface TimetableProps {
  route: Route
  timeZone: string
  selected: string | undefined
  onSelect: (accountId: string) => void
  /** Absent when the route may not be changed. */
  onOrder?: ((accountIds: string[]) => void) | undefined
}

/** The day on a scale of hours: opening hours as bands, waiting hatched, travel thin, visits solid. */
export function Timetable({ route, timeZone, selected, onSelect, onOrder }: TimetableProps) {
  const t = useT()
  const format = useFormat()
  const axis = useMemo(() => axisOf(route), [route])
  const ids = useMemo(() => route.stops.map(({ account_id }) => account_id), [route.stops])
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onReorder: ({ keys, target }) => {
      const [key] = keys
      const from = ids.indexOf(String(key))
      const over = ids.indexOf(String(target.key))
      const to = over + (target.dropPosition === 'after' ? 1 : 0)
      if (from >= 0 && over >= 0) onOrder?.(moved(ids, from, to > from ? to - 1 : to))
    },
    isDisabled: !onOrder,
  })
  return (
    <div className={css.timetable}>
      <Hours axis={axis} timeZone={timeZone} />
      <GridList
        aria-label={t('route.timetable')}
        items={route.stops}
        // Rows are drawn anew when these change, not only their own stop: they hold the current order.
        dependencies={[route, onOrder]}
        dragAndDropHooks={dragAndDropHooks}
        selectionMode="single"
        selectionBehavior="replace"
        selectedKeys={selected ? [selected] : []}
        onSelectionChange={(keys) => {
          const [key] = keys
          if (key !== undefined) onSelect(String(key))
        }}
        className={css.lanes ?? ''}
      >
        {(stop) => (
          <GridListItem id={stop.account_id} textValue={stop.account_name} className={css.lane ?? ''}>
            <StopRow
              stop={stop}
              axis={axis}
              timeZone={timeZone}
              number={ids.indexOf(stop.account_id) + 1}
              onRemove={onOrder && (() => onOrder(ids.filter((id) => id !== stop.account_id)))}
            />
          </GridListItem>
        )}
      </GridList>
      <p className="muted small">
        {t('route.returns', { time: format.time(route.returns_at, timeZone) })}
      </p>
    </div>
  )
}

interface StopRowProps {
  stop: RouteStop
  axis: Axis
  timeZone: string
  number: number
  onRemove: (() => void) | undefined
}

function StopRow({ stop, axis, timeZone, number, onRemove }: StopRowProps) {
  const t = useT()
  const format = useFormat()
  const bars = stopBars(axis, stop)
  const times = t('route.between', { from: format.time(stop.starts_at, timeZone), to: format.time(stop.leaves_at, timeZone) })
  const leg = t('route.leg', { time: format.duration(stop.leg_s), distance: format.distance(stop.leg_distance_m) })
  return (
    <>
      <div className={css.stop}>
        {onRemove ? (
          <AriaButton slot="drag" className={css.drag ?? ''} aria-label={t('route.move', { name: stop.account_name })}>
            <GripVertical size={16} aria-hidden />
          </AriaButton>
        ) : null}
        <span className={css.number} aria-hidden>
          {number}
        </span>
        <span className={css.stopText}>
          <strong className="ellipsis">{stop.account_name}</strong>
          <span className="num muted">
            {times}
            {stop.wait_s > 0 ? ` · ${t('route.waits', { time: format.duration(stop.wait_s) })}` : ''}
          </span>
        </span>
      </div>
      <div className={css.track} title={`${leg} · ${times}`} aria-hidden>
        {bars.windows.map((bar, i) => (
          <Span key={i} bar={bar} kind={css.window} />
        ))}
        <Span bar={bars.travel} kind={css.travel} />
        <Span bar={bars.wait} kind={css.wait} />
        <Span bar={bars.service} kind={css.service} />
      </div>
      <div className={css.stopActions}>
        <LinkButton href={stop.navigation_url} variant="quiet" icon={<Navigation aria-label={t('accounts.navigate')} />} external>
          {null}
        </LinkButton>
        {onRemove ? <IconButton label={t('route.takeOut', { name: stop.account_name })} icon={<X />} onPress={onRemove} /> : null}
      </div>
    </>
  )
}

function Span({ bar, kind }: { bar: Bar | null; kind: string | undefined }) {
  return bar && <span className={kind} style={{ left: `${bar.left}%`, width: `${bar.width}%` }} />
}

