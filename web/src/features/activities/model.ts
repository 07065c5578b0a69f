import type { Activity } from '@/api/types'

export type Period = 'today' | 'upcoming' | 'done'

export interface PeriodQuery {
  from?: string
  to?: string
  status?: string
}

const DAY_MS = 86_400_000

/** The instants that bound a list of activities, from the reader's own midnight. */
export function periodQuery(period: Period, now: Date): PeriodQuery {
  const midnight = new Date(now)
  midnight.setHours(0, 0, 0, 0)
  const tomorrow = new Date(midnight.getTime() + DAY_MS)
  switch (period) {
    case 'today':
      return { from: midnight.toISOString(), to: tomorrow.toISOString() }
    case 'upcoming':
      return { from: tomorrow.toISOString() }
    case 'done':
      return { to: tomorrow.toISOString(), status: 'done' }
  }
}

/** When an activity was, is or should be. */
export const timeOf = (activity: Activity): string =>
  activity.actual_start ?? activity.planned_start ?? activity.due_on ?? activity.created_at

export type Step = 'check-in' | 'check-out' | null

/** What can be done next with a visit. */
export function nextStep({ type, status, check_in_at, check_out_at }: Activity): Step {
  if (type !== 'visit' || status === 'cancelled') return null
  if (!check_in_at && status !== 'done') return 'check-in'
  return check_in_at && !check_out_at ? 'check-out' : null
}
