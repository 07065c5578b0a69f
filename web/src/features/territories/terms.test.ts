import { expect, it } from 'vitest'
import type { Area } from '@/api/types'
import { divisionOf, FIRST_TERMS, ownersOf } from './terms'

const reps = [
  { id: 'a', home: [9, 45] as [number, number] },
  { id: 'b', home: null },
  { id: 'c', home: [9.1, 45] as [number, number] },
]
const area: Area = { type: 'bbox', bbox: [9, 45, 10, 46] }

it('gives owners to all territories or to none', () => {
  expect(ownersOf({ ...FIRST_TERMS, n: 2 }, reps)).toEqual(['a', 'b'])
  expect(ownersOf({ ...FIRST_TERMS, n: 4 }, reps)).toEqual([])
  expect(ownersOf({ ...FIRST_TERMS, n: 2, withOwners: false }, reps)).toEqual([])
})

it('takes as many territories as chosen reps have homes', () => {
  const asked = divisionOf(area, { ...FIRST_TERMS, countBy: 'homes', chosen: ['a', 'b', 'c'] }, reps, 5)
  expect(asked).toMatchObject({ n: 2, owner_ids: ['a', 'c'], from_homes: true })
})

it('asks for hours instead of a number, and drops locks of reps without a territory', () => {
  const locks = [{ account: { id: 'x', name: 'X' }, owner: 'a' }]
  const asked = divisionOf(area, { ...FIRST_TERMS, countBy: 'hours', hours: 1200, locks }, reps, 5)
  expect(asked).toMatchObject({ hours_per_rep: 1200, owner_ids: [], locks: [] })
  expect(asked).not.toHaveProperty('n')
  const given = divisionOf(area, { ...FIRST_TERMS, n: 3, locks }, reps, 5)
  expect(given.locks).toEqual([{ account_id: 'x', owner_id: 'a' }])
})
