import { expect, it } from 'vitest'
import { countChosen, groupCategories } from './model'

const category = (code: string, count: number) => ({ code, count })
const given = [category('shop.shoes', 3), category('amenity.cafe', 10), category('shop.books', 4), category('office.it', 0)]

it('groups, fullest first, without the empty', () => {
  expect(groupCategories(given).map(({ group, count, categories }) => [group, count, categories.map((c) => c.code)])).toEqual([
    ['amenity', 10, ['amenity.cafe']],
    ['shop', 7, ['shop.books', 'shop.shoes']],
  ])
})

it('counts what is chosen', () => {
  expect(countChosen(given, new Set(['amenity.cafe', 'shop.books']))).toBe(14)
})
