import { expect, it } from 'vitest'
import type { Activity } from '@/api/types'
import { nextStep, periodQuery } from './model'

const visit = { type: 'visit', status: 'planned', check_in_at: null, check_out_at: null } as Activity

it('leads from check-in to check-out', () => {
  expect(nextStep(visit)).toBe('check-in')
  expect(nextStep({ ...visit, check_in_at: '2026-01-01T08:00:00Z', status: 'in_progress' })).toBe('check-out')
  expect(nextStep({ ...visit, check_in_at: '2026-01-01T08:00:00Z', check_out_at: '2026-01-01T08:30:00Z', status: 'done' })).toBeNull()
  expect(nextStep({ ...visit, status: 'done' })).toBeNull()
  expect(nextStep({ ...visit, type: 'call' })).toBeNull()
})

it('takes the day from midnight to midnight', () => {
  const { from, to } = periodQuery('today', new Date(2026, 5, 3, 15, 20))
  expect(new Date(to!).getTime() - new Date(from!).getTime()).toBe(86_400_000)
  expect(new Date(from!).getHours()).toBe(0)
})
