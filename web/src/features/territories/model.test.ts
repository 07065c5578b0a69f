import { expect, it } from 'vitest'
import type { Measures } from '@/api/types'
import { deviations, deviationsOf, groupMoves, worst } from './model'

it('measures deviations from the mean', () => {
  // mean 20: 10 is half below, 30 half above
  expect(deviations([10, 20, 30])).toEqual([-0.5, 0, 0.5])
  expect(worst([-0.5, 0, 0.2])).toBe(0.5)
  expect(deviations([0, 0])).toEqual([0, 0])
  expect(worst([])).toBe(0)
})

it('takes the deviations a plan was balanced by where there are some', () => {
  const measured = (accounts: number) => ({ measures: { accounts } as Measures })
  const balanced = { ...measured(30), balance: [{ name: 'accounts', amount: 21, target: 20, deviation: 0.05 }] }
  expect(deviationsOf([measured(10), balanced], 'accounts')).toEqual([-0.5, 0.05])
})

it('joins cells that move the same way for the same reason', () => {
  const move = (unit: string, to: string, accounts: number) => ({ unit, accounts, from: 'a', to, why: 'balance' as const })
  expect(groupMoves([move('1', 'b', 0), move('2', 'c', 5), move('3', 'b', 2)])).toEqual([
    { from: 'a', to: 'c', why: 'balance', accounts: 5, cells: 1 },
    { from: 'a', to: 'b', why: 'balance', accounts: 2, cells: 2 },
  ])
  expect(groupMoves([])).toEqual([])
})
