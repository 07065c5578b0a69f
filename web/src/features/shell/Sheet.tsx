import { useRef, useState, type ReactNode } from 'react'
import { useT } from '@/i18n'
import css from './shell.module.css'

type Height = 'peek' | 'half' | 'full'
const HEIGHTS: Height[] = ['peek', 'half', 'full']
const DRAG_MIN_PX = 24

/** Holds panel and drawer: side by side with the map on a desk, a sheet with three heights on a phone. */
export function Sheet({ children }: { children: ReactNode }) {
  const t = useT()
  const [height, setHeight] = useState<Height>('half')
  const from = useRef<number | null>(null)
  const wasDragged = useRef(false)
  const move = (by: number) => setHeight(HEIGHTS[Math.min(2, Math.max(0, HEIGHTS.indexOf(height) + by))]!)
  return (
    <div className={css.dock} data-sheet={height}>
      <button
        type="button"
        className={css.sheetGrip}
        aria-label={t(height === 'full' ? 'shell.sheetLower' : 'shell.sheetRaise')}
        onPointerDown={(event) => {
          from.current = event.clientY
          event.currentTarget.setPointerCapture(event.pointerId)
        }}
        onPointerUp={(event) => {
          const moved = (from.current ?? event.clientY) - event.clientY
          wasDragged.current = Math.abs(moved) >= DRAG_MIN_PX
          if (wasDragged.current) move(moved > 0 ? 1 : -1)
        }}
        onClick={() => {
          // A drag ends in a click as well; only a tap or the keyboard steps round.
          if (!wasDragged.current) setHeight(height === 'full' ? 'peek' : height === 'half' ? 'full' : 'half')
          wasDragged.current = false
        }}
      />
      {children}
    </div>
  )
}
