import { expect, it } from 'vitest'
import type { RouteStop } from '@/api/types'
import { axisOf, barOf, localDay, moved, stopBars, ticksOf } from './model'

const axis = { from: Date.parse('2026-03-02T08:00:00Z'), to: Date.parse('2026-03-02T12:00:00Z') }

it('widens the day to full hours', () => {
  expect(axisOf({ departs_at: '2026-03-02T08:20:00Z', returns_at: '2026-03-02T11:59:00Z' })).toEqual(axis)
  expect(ticksOf(axis)).toHaveLength(5)
  expect(ticksOf(axis, 2)).toHaveLength(3)
})

it('lays spans on the axis', () => {
  // one hour of four is a quarter
  expect(barOf(axis, '2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z')).toEqual({ left: 25, width: 25 })
  expect(barOf(axis, '2026-03-02T06:00:00Z', '2026-03-02T09:00:00Z')).toEqual({ left: 0, width: 25 })
  expect(barOf(axis, '2026-03-02T13:00:00Z', '2026-03-02T14:00:00Z')).toBeNull()
})

it('draws travel before, waiting until, service after the start', () => {
  const stop = {
    arrives_at: '2026-03-02T09:00:00Z',
    starts_at: '2026-03-02T10:00:00Z',
    leaves_at: '2026-03-02T11:00:00Z',
    leg_s: 3600,
    windows: [['2026-03-02T10:00:00Z', '2026-03-02T18:00:00Z']],
  } as unknown as RouteStop
  expect(stopBars(axis, stop)).toEqual({
    windows: [{ left: 50, width: 50 }],
    travel: { left: 0, width: 25 },
    wait: { left: 25, width: 25 },
    service: { left: 50, width: 25 },
  })
})

it('moves one stop', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
  expect(moved(['a', 'b'], 5, 0)).toEqual(['a', 'b'])
})

it('names the day of the local calendar', () => {
  expect(localDay(new Date(2026, 0, 5, 23, 30))).toBe('2026-01-05')
})
