import { expect, it } from 'vitest'
import { changesOf, conflictsOf } from './conflict'

const base = { name: 'A', phone: null as string | null, tags: ['x'] }

it('names only what was changed', () => {
  expect(changesOf(base, { ...base, name: 'B', tags: ['x'] })).toEqual({ name: 'B' })
})

it('finds a conflict only where both changed one field, differently', () => {
  const mine = { name: 'B', phone: '1' }
  expect(conflictsOf(base, mine, { ...base, name: 'C' })).toEqual([{ field: 'name', mine: 'B', theirs: 'C' }])
  expect(conflictsOf(base, mine, { ...base, name: 'B' })).toEqual([])
  expect(conflictsOf(base, mine, { ...base, tags: [] })).toEqual([])
})
