import type { Measures } from '@/api/types'

export const BALANCES = ['workload', 'accounts', 'customers', 'value', 'potential'] as const
export type Balance = (typeof BALANCES)[number]

const MEASURE: Record<Balance, keyof Measures> = {
  workload: 'workload_hours',
  accounts: 'accounts',
  customers: 'customers',
  value: 'value_12m',
  potential: 'potential_value',
}

export const measureOf = (measures: Measures, balance: Balance): number => measures[MEASURE[balance]]

/** How far each is from the mean of all, as a share of it: 0.1 is ten per cent above. */
export function deviations(values: number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / (values.length || 1)
  return values.map((value) => (mean === 0 ? 0 : value / mean - 1))
}

/** The largest deviation, which a division tries to bring below its tolerance. */
export const worst = (values: number[]): number => Math.max(0, ...deviations(values).map(Math.abs))
