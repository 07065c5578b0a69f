import { describe, expect, it } from 'vitest'
import { filterOf, filterWithArea, toggleCode, type AccountQuery } from './query'

describe('filterOf', () => {
  const cases: [AccountQuery, unknown][] = [
    [{}, null],
    [{ q: '  ' }, null],
    [{ q: '카페' }, { field: 'text', op: 'contains', value: '카페' }],
    [{ lifecycle: 'prospect' }, { field: 'lifecycle', op: 'in', value: ['prospect'] }],
    [{ tier: 'none' }, { field: 'tier', op: 'is_null', value: true }],
    [
      { tier: 'A,none' },
      { or: [{ field: 'tier', op: 'in', value: ['A'] }, { field: 'tier', op: 'is_null', value: true }] },
    ],
    [{ visit: 'none' }, { field: 'visit_status', op: 'in', value: ['none'] }],
    [
      { q: 'x', tier: 'A,B' },
      { and: [{ field: 'text', op: 'contains', value: 'x' }, { field: 'tier', op: 'in', value: ['A', 'B'] }] },
    ],
  ]
  it.each(cases)('%j', (query, expected) => expect(filterOf(query)).toEqual(expected))
})

it('puts the area beside the filter', () => {
  const area = { type: 'admin', area_id: 'relation/1' } as const
  expect(filterWithArea({ tier: 'A', area })).toEqual({
    and: [
      { field: 'tier', op: 'in', value: ['A'] },
      { field: 'location', op: 'within', value: area },
    ],
  })
})

it('toggles codes', () => {
  expect(toggleCode(undefined, 'A')).toBe('A')
  expect(toggleCode('A', 'B')).toBe('A,B')
  expect(toggleCode('A,B', 'A')).toBe('B')
  expect(toggleCode('A', 'A')).toBeUndefined()
})
