import { expect, it } from 'vitest'
import { deviations, worst } from './model'

it('measures deviations from the mean', () => {
  // mean 20: 10 is half below, 30 half above
  expect(deviations([10, 20, 30])).toEqual([-0.5, 0, 0.5])
  expect(worst([10, 20, 30])).toBe(0.5)
  expect(deviations([0, 0])).toEqual([0, 0])
  expect(worst([])).toBe(0)
})
