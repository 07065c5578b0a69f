import { expect, it } from 'vitest'
import { bodyOf } from './form'

it('sends empty texts as null and an empty amount as 0', () => {
  expect(bodyOf({ name: ' Cafe ', phone: ' ', value_12m: null })).toEqual({ name: 'Cafe', phone: null, value_12m: 0 })
  expect(bodyOf({ tier: null })).toEqual({ tier: null })
})
