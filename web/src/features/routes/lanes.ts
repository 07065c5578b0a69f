import type { Route } from '@/api/types'
import { localDay } from './model'

/** A row of the planning board: one rep's day. */
export interface Lane {
  id: string
  userId: string
  day: string
  label: string
  color: number
  route: Route | undefined
}

export type Board = 'reps' | 'week'

const WEEK_DAYS = 7

/** The days from Monday to Sunday of the week that a day (YYYY-MM-DD) is in. */
export function weekOf(day: string): string[] {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const weekday = (new Date(year, month - 1, date).getDay() + 6) % WEEK_DAYS
  return Array.from({ length: WEEK_DAYS }, (_, i) => localDay(new Date(year, month - 1, date - weekday + i)))
}

/** The newest route of a rep on a day. */
export const routeOf = (routes: Route[], userId: string, day: string): Route | undefined =>
  routes.filter((route) => route.user_id === userId && route.date === day).at(-1)

export interface Move {
  accountId: string
  from: Route
  to: Route
  /** The place among the stops of `to`. */
  at: number
}

/** The visiting orders of both routes after a visit went from one to the other. */
export function handedOver({ accountId, from, to, at }: Move): { from: string[]; to: string[] } {
  const rest = from.stops.map(({ account_id }) => account_id).filter((id) => id !== accountId)
  const order = to.stops.map(({ account_id }) => account_id).filter((id) => id !== accountId)
  order.splice(Math.max(0, Math.min(order.length, at)), 0, accountId)
  return { from: rest, to: order }
}
