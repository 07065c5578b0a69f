import { expect, it } from 'vitest'
import { bodyOf } from './form'

it('sends empty texts as null and money as text', () => {
  expect(bodyOf({ name: ' Cafe ', phone: ' ', value_12m: 12.5 })).toEqual({ name: 'Cafe', phone: null, value_12m: '12.5' })
  expect(bodyOf({ tier: null })).toEqual({ tier: null })
})
