import { useMemo } from 'react'
import type { User } from '@/api/types'
import { useFormat } from '@/i18n'
import { routeOf, weekOf, type Board, type Lane } from './lanes'
import { useRoutesBetween } from './routes'

const NO_LANES: Lane[] = []

/** The lanes of a board: everyone's day, or one rep's week. */
export function useLanes(board: Board | null, reps: User[], rep: string, day: string) {
  const format = useFormat()
  const week = weekOf(day)
  const [from, to] = board === 'week' ? [week[0]!, week.at(-1)!] : [day, day]
  const answer = useRoutesBetween(board === 'week' ? rep : undefined, from, to, board !== null)
  const routes = answer.data?.data
  const lanes = useMemo<Lane[]>(() => {
    if (!board || !routes) return NO_LANES
    if (board === 'reps') return reps.map(({ id, name }, color) => ({ id, userId: id, day, label: name, color, route: routeOf(routes, id, day) }))
    return weekOf(day).map((date, color) => ({ id: date, userId: rep, day: date, label: format.dayMonth(date), color, route: routeOf(routes, rep, date) }))
  }, [board, routes, reps, rep, day, format])
  return { lanes, error: answer.error, isPending: answer.isPending, refetch: answer.refetch }
}
