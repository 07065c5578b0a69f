import type { Route, RouteStop } from '@/api/types'

const HOUR_MS = 3_600_000

export interface Axis {
  from: number
  to: number
}

type Day = Pick<Route, 'departs_at' | 'returns_at'> & Partial<Pick<Route, 'shift_start' | 'shift_end'>>

/** The hours a timetable shows: the whole day out, widened to full hours. */
export function axisOf(route: Day): Axis {
  const times = [route.departs_at, route.returns_at, route.shift_start, route.shift_end].filter((time): time is string => Boolean(time)).map(Date.parse)
  return { from: Math.floor(Math.min(...times) / HOUR_MS) * HOUR_MS, to: Math.ceil(Math.max(...times) / HOUR_MS) * HOUR_MS }
}

/** Full hours on the axis, not more than fit. */
export function ticksOf({ from, to }: Axis, max = 12): number[] {
  const hours = Math.round((to - from) / HOUR_MS)
  const step = Math.max(1, Math.ceil(hours / max))
  return Array.from({ length: Math.floor(hours / step) + 1 }, (_, i) => from + i * step * HOUR_MS)
}

export interface Bar {
  left: number
  width: number
}

/** Where a span lies on the axis, in percent; null when it is outside. */
export function barOf({ from, to }: Axis, start: string | number, end: string | number): Bar | null {
  const clamp = (time: number) => Math.min(1, Math.max(0, (time - from) / (to - from)))
  const [left, right] = [clamp(typeof start === 'number' ? start : Date.parse(start)), clamp(typeof end === 'number' ? end : Date.parse(end))]
  return right <= left ? null : { left: left * 100, width: (right - left) * 100 }
}

export interface StopBars {
  windows: Bar[]
  travel: Bar | null
  wait: Bar | null
  service: Bar | null
}

export function stopBars(axis: Axis, stop: RouteStop): StopBars {
  const arrives = Date.parse(stop.arrives_at)
  return {
    windows: stop.windows.map(([open, close]) => barOf(axis, open, close)).filter((bar): bar is Bar => bar !== null),
    travel: barOf(axis, arrives - stop.leg_s * 1000, arrives),
    wait: barOf(axis, stop.arrives_at, stop.starts_at),
    service: barOf(axis, stop.starts_at, stop.leaves_at),
  }
}

/** The order after one stop was dragged or moved to another place. */
export function moved(ids: string[], from: number, to: number): string[] {
  const next = [...ids]
  const [id] = next.splice(from, 1)
  if (id === undefined) return ids
  next.splice(Math.min(next.length, Math.max(0, to)), 0, id)
  return next
}

/** Today's date as the reader's calendar has it. */
export function localDay(now: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`
}
