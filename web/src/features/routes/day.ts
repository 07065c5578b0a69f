import type { Activity, RouteStop, User } from '@/api/types'

export type StopState = 'done' | 'here' | 'next' | 'later'

export interface DayStop {
  stop: RouteStop
  activity: Activity | undefined
  state: StopState
}

const OVER: Activity['status'][] = ['done', 'missed', 'cancelled']

/** How far a day has come: what is over, where the rep is now, and which visit comes next. */
export function dayStops(stops: RouteStop[], activities: Activity[]): DayStop[] {
  const byId = new Map(activities.map((activity) => [activity.id, activity]))
  const rows = stops.map((stop) => ({ stop, activity: stop.activity_id ? byId.get(stop.activity_id) : undefined }))
  const isOver = ({ activity }: (typeof rows)[number]) => activity !== undefined && (OVER.includes(activity.status) || activity.check_out_at !== null)
  const isHere = (row: (typeof rows)[number]) => !isOver(row) && Boolean(row.activity?.check_in_at)
  const current = rows.find(isHere) ?? rows.find((row) => !isOver(row))
  return rows.map((row) => ({ ...row, state: isOver(row) ? 'done' : row !== current ? 'later' : isHere(row) ? 'here' : 'next' }))
}

/** Whether a day, as `2026-11-22`, is one on which they do not work; work days count from Monday, 1. */
export function isNoWorkDay(user: Pick<User, 'work_days'> | undefined, day: string): boolean {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay() || 7
  return user !== undefined && !user.work_days.includes(weekday)
}
