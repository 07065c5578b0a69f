import { useContext, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { cx } from '@/ui/cx'
import { StageContext } from './context'
import css from './map.module.css'

export type Corner = 'topLeft' | 'topRight' | 'bottomLeft'

/** Lays controls over a corner of the map. */
export function OnMap({ corner, children }: { corner: Corner; children: ReactNode }) {
  const stage = useContext(StageContext)
  return stage && createPortal(<div className={cx(css.overlay, css[corner])}>{children}</div>, stage)
}
