import { expect, it } from 'vitest'
import type { Area } from '@/api/types'
import { divisionOf, FIRST_TERMS, isComplete, levelsOf, ownersOf, readCollection } from './terms'

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

it('puts targets, units and ways into the request', () => {
  const terms = { ...FIRST_TERMS, countBy: 'homes' as const, chosen: ['a', 'c'], also: ['value' as const, 'workload' as const], byCapacity: true, byRoad: true, units: 'areas' as const, level: 8 }
  expect(divisionOf(area, terms, reps, 5)).toMatchObject({
    balance: [
      { by: 'workload', targets: 'capacity' },
      { by: 'value', targets: 'capacity' },
    ],
    compactness: 'travel_time',
    units: { kind: 'areas', level: 8 },
  })
  // Without owners there are no hours to go by.
  expect(divisionOf(area, { ...FIRST_TERMS, withOwners: false, byCapacity: true }, reps, 5).balance).toEqual(['workload'])
})

it('knows what is still missing', () => {
  expect(isComplete(undefined, FIRST_TERMS, reps)).toBe(false)
  expect(isComplete(area, { ...FIRST_TERMS, units: 'areas' }, reps)).toBe(false)
  expect(isComplete(area, { ...FIRST_TERMS, units: 'areas', level: 8 }, reps)).toBe(true)
  const collection = readCollection('{"type": "FeatureCollection", "features": []}')
  expect(isComplete(undefined, { ...FIRST_TERMS, units: 'polygons', file: { name: 'a', collection: collection! } }, reps)).toBe(true)
  expect(readCollection('[]')).toBeNull()
  expect(readCollection('{')).toBeNull()
})

it('counts the levels there are', () => {
  const ref = (admin_level: number | null, name: string) => ({ admin_level, name })
  expect(levelsOf([ref(9, 'Quarter'), ref(8, 'Town'), ref(null, 'Place'), ref(9, 'Other')])).toEqual([
    { level: 8, count: 1, example: 'Town' },
    { level: 9, count: 2, example: 'Quarter' },
  ])
})
