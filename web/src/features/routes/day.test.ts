import { expect, it } from 'vitest'
import type { Activity, RouteStop } from '@/api/types'
import { dayStops, isNoWorkDay } from './day'

const stop = (id: string) => ({ account_id: id, activity_id: id }) as RouteStop
const activity = (id: string, patch: Partial<Activity>) => ({ id, status: 'planned', check_in_at: null, check_out_at: null, ...patch }) as Activity
const states = (activities: Activity[]) => dayStops(['a', 'b', 'c'].map(stop), activities).map(({ state }) => state)

it('begins with the first visit', () => {
  expect(states([])).toEqual(['next', 'later', 'later'])
})

it('goes on after what is done, missed or cancelled', () => {
  expect(states([activity('a', { status: 'done' }), activity('b', { status: 'cancelled' })])).toEqual(['done', 'done', 'next'])
})

it('stays where the rep has checked in, even out of order', () => {
  expect(states([activity('b', { status: 'in_progress', check_in_at: '2026-11-23T09:00:00Z' })])).toEqual(['later', 'here', 'later'])
})

it('knows a Sunday from a working day', () => {
  const weekdays = { work_days: [1, 2, 3, 4, 5] }
  expect(['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'].map((day) => isNoWorkDay(weekdays, day))).toEqual([false, true, true, false])
  expect(isNoWorkDay(undefined, '2026-11-22')).toBe(false)
})
