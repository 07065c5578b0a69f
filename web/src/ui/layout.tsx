import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useEffect, useRef, useState, type CSSProperties, type FormEvent, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { useT } from '@/i18n'
import { IconButton } from './Button'
import { cx } from './cx'
import css from './layout.module.css'
import { useIsPhone } from './media'

const PANEL = { key: 'gcrm.panel', initial: 384, min: 300, max: 640 }
const DRAWER = { key: 'gcrm.drawer', initial: 264, min: 120, max: 720 }
const KEY_STEP_PX = 24

interface Bounds {
  key: string
  initial: number
  min: number
  max: number
}

/** A size the person has chosen, kept on this device. */
function useSize({ key, initial, min, max }: Bounds): [number, (size: number) => void] {
  const [size, setSize] = useState(() => Number(localStorage.getItem(key)) || initial)
  return [
    size,
    (next) => {
      const clamped = Math.min(max, Math.max(min, Math.round(next)))
      localStorage.setItem(key, String(clamped))
      setSize(clamped)
    },
  ]
}

interface GripProps {
  axis: 'x' | 'y'
  label: string
  size: number
  bounds: Bounds
  onSize: (size: number) => void
}

/** The edge that is dragged, or moved by the arrow keys, to change a size. */
function Grip({ axis, label, size, bounds, onSize }: GripProps) {
  const coordinate = (event: PointerEvent) => (axis === 'x' ? event.clientX : event.clientY)
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const from = coordinate(event)
    const grip = event.currentTarget
    grip.setPointerCapture(event.pointerId)
    grip.onpointermove = (move) => onSize(size + from - (axis === 'x' ? move.clientX : move.clientY))
    grip.onpointerup = () => {
      grip.onpointermove = null
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const grow = axis === 'x' ? 'ArrowLeft' : 'ArrowUp'
    const shrink = axis === 'x' ? 'ArrowRight' : 'ArrowDown'
    if (event.key === grow) onSize(size + KEY_STEP_PX)
    if (event.key === shrink) onSize(size - KEY_STEP_PX)
  }
  return (
    <div
      role="separator"
      aria-orientation={axis === 'x' ? 'vertical' : 'horizontal'}
      aria-label={label}
      aria-valuenow={size}
      aria-valuemin={bounds.min}
      aria-valuemax={bounds.max}
      tabIndex={0}
      className={cx(css.grip, axis === 'x' ? css.gripX : css.gripY)}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  )
}

export interface PanelProps {
  title: ReactNode
  label: string
  subtitle?: ReactNode
  actions?: ReactNode
  onClose?: () => void
  footer?: ReactNode
  /** On paper a panel is left out, unless it holds what one prints. */
  isPrinted?: boolean
  children: ReactNode
}

/** The side panel: what is selected or being done. On a phone it lies in the bottom sheet. */
export function Panel({ title, label, subtitle, actions, onClose, footer, isPrinted, children }: PanelProps) {
  const t = useT()
  const [width, setWidth] = useSize(PANEL)
  const style = { '--panel-width': `${width}px` } as CSSProperties
  const isPhone = useIsPhone()
  const panel = useRef<HTMLElement>(null)
  // In the sheet a new panel would be where one had scrolled to in the last.
  useEffect(() => {
    if (isPhone) panel.current?.closest('[data-sheet]')?.scrollTo({ top: 0 })
  }, [isPhone])
  return (
    <aside ref={panel} className={css.panel} aria-label={label} style={style} data-printed={isPrinted}>
      <Grip axis="x" label={t('shell.resizePanel')} size={width} bounds={PANEL} onSize={setWidth} />
      <header className={css.panelHead}>
        <div className="grow">
          <h1>{title}</h1>
          {subtitle ? <div className="muted small">{subtitle}</div> : null}
        </div>
        {actions}
        {onClose ? <IconButton label={t('common.close')} icon={<X />} onPress={onClose} /> : null}
      </header>
      <div className={css.panelBody}>{children}</div>
      {footer ? <footer className={css.panelFoot}>{footer}</footer> : null}
    </aside>
  )
}

export function Section({ title, actions, children }: { title?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.section}>
      {title ? (
        <div className="spread">
          <h2>{title}</h2>
          {actions}
        </div>
      ) : null}
      {children}
    </section>
  )
}

export interface DrawerProps {
  label: string
  head: ReactNode
  children: ReactNode
  initiallyFolded?: boolean
}

/** Below the map: the list, the timetable. It can be pulled up and folded away. */
export function Drawer({ label, head, children, initiallyFolded = false }: DrawerProps) {
  const t = useT()
  const isPhone = useIsPhone()
  const [height, setHeight] = useSize(DRAWER)
  const [folded, setFolded] = useState(initiallyFolded)
  const open = isPhone || !folded
  const style = { '--drawer-height': `min(${height}px, 70vh)` } as CSSProperties
  return (
    <section className={css.drawer} aria-label={label} style={style} data-folded={!open}>
      {open ? <Grip axis="y" label={t('shell.resizeDrawer')} size={height} bounds={DRAWER} onSize={setHeight} /> : null}
      <div className={css.drawerHead}>
        {head}
        {isPhone ? null : (
          <IconButton
            label={folded ? t('shell.openDrawer') : t('shell.foldDrawer')}
            icon={folded ? <ChevronUp /> : <ChevronDown />}
            onPress={() => setFolded(!folded)}
          />
        )}
      </div>
      {open ? <div className={css.drawerBody}>{children}</div> : null}
    </section>
  )
}

/** A page for reading, without the map. */
export function Page({ title, subtitle, actions, children }: { title: ReactNode; subtitle?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <main className={css.page}>
      <div className={css.pageInner}>
        <header className="spread" style={{ flexWrap: 'wrap' }}>
          <div>
            <h1>{title}</h1>
            {subtitle ? <p className="muted small">{subtitle}</p> : null}
          </div>
          <div className="row">{actions}</div>
        </header>
        {children}
      </div>
    </main>
  )
}

export function Card({ title, actions, children }: { title?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.card}>
      {title ? (
        <div className="spread">
          <h2>{title}</h2>
          {actions}
        </div>
      ) : null}
      {children}
    </section>
  )
}

/** A form that Enter submits, but never while an input method is composing. */
export function Form({ onSubmit, children, id, label }: { onSubmit: () => void; children: ReactNode; id?: string; label?: string }) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  const guard = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.nativeEvent.isComposing) event.preventDefault()
  }
  return (
    <form id={id} aria-label={label} className={css.form} onSubmit={submit} onKeyDown={guard} noValidate>
      {children}
    </form>
  )
}
