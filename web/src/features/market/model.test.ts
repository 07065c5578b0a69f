import { expect, it } from 'vitest'
import { compareGroups, quantiles, resolutionAt, topGroups } from './model'

const group = (code: string | null, count: number) => ({ code, count })

it('keeps the fullest groups and counts the rest', () => {
  expect(topGroups([group('a', 1), group('b', 5), group(null, 3), group('c', 2)], 2)).toEqual({ top: [group('b', 5), group(null, 3)], rest: 3 })
})

it('parts cells into classes of about the same size', () => {
  expect(quantiles([1, 2, 3, 4, 5, 6, 7, 8], 4)).toEqual([3, 5, 7])
  expect(quantiles([1, 1, 1, 1], 4)).toEqual([])
  expect(quantiles([], 4)).toEqual([])
})

it('draws finer cells nearer by', () => {
  expect([3, 10, 13.5, 20].map(resolutionAt)).toEqual([5, 6, 9, 11])
})

it('compares group by group', () => {
  expect(compareGroups([group('a', 1)], [group('a', 3), group('b', 2)])).toEqual([
    { code: 'a', before: 1, after: 3 },
    { code: 'b', before: 0, after: 2 },
  ])
})
