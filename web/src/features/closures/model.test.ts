import { expect, it } from 'vitest'
import type { Stretch } from '@/api/closures'
import { crossed, NEW_CLOSURE, reversed, toggled, whenIs } from './model'

const stretch = (way: number, ...line: [number, number][]): Stretch => ({ name: 'Main Street', pieces: [{ way, from: 1, to: 2 }], line })

it('knows when a closure holds', () => {
  const days = { starts_on: '2026-11-03', ends_on: '2026-11-05' }
  expect(['2026-11-02', '2026-11-03', '2026-11-05', '2026-11-06'].map((day) => whenIs(days, day))).toEqual(['future', 'now', 'now', 'past'])
  expect(whenIs({ starts_on: null, ends_on: null }, '1999-01-01')).toBe('now')
})

it('goes on in the direction of what is there, and takes out what is there already', () => {
  const first = stretch(1, [0, 0], [1, 0])
  const next = stretch(2, [2, 0], [1, 0])
  expect(toggled([first], next)[1]).toEqual(reversed(next))
  expect(toggled([first], reversed(next))[1]).toEqual(reversed(next))
  expect(toggled([first, next], reversed(first))).toEqual([next])
})

it('tells a route that takes a closed road, in the direction that is closed', () => {
  const line = stretch(1, [1, 0], [2, 0])
  const closure = { ...NEW_CLOSURE, stretches: [line] }
  const along = { type: 'LineString' as const, coordinates: [[0, 0], [1, 0], [2, 0], [3, 1]] }
  const back = { type: 'LineString' as const, coordinates: [...along.coordinates].reverse() }
  expect(crossed(along, [closure])).toHaveLength(1)
  expect(crossed(back, [closure])).toHaveLength(1)
  expect(crossed(back, [{ ...closure, one_way: true }])).toHaveLength(0)
  expect(crossed(along, [{ ...closure, speed_kmh: 10 }])).toHaveLength(0)
  expect(crossed({ type: 'LineString', coordinates: [[0, 0], [1, 0], [1, 1]] }, [closure])).toHaveLength(0)
})
