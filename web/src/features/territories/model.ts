import type { CellMove, Measures, ProposedTerritory } from '@/api/types'

export const BALANCES = ['workload', 'visits', 'accounts', 'customers', 'value', 'potential'] as const
export type Balance = (typeof BALANCES)[number]

const MEASURE: Record<Balance, keyof Measures> = {
  workload: 'workload_hours',
  visits: 'visits_per_year',
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
export const worst = (away: number[]): number => Math.max(0, ...away.map(Math.abs))

/** How far each is from its target where it was balanced by this, else from the mean of all. */
export function deviationsOf(territories: Pick<ProposedTerritory, 'measures' | 'balance'>[], balance: Balance): number[] {
  const mean = deviations(territories.map(({ measures }) => measureOf(measures, balance)))
  return territories.map((territory, i) => territory.balance?.find(({ name }) => name === balance)?.deviation ?? mean[i]!)
}

export type MoveGroup = Pick<CellMove, 'from' | 'to' | 'why' | 'accounts'> & { cells: number }

/** Cells that go the same way for the same reason as one, those with most accounts first. */
export function groupMoves(moves: CellMove[]): MoveGroup[] {
  const groups = new Map<string, MoveGroup>()
  for (const { from, to, why, accounts } of moves) {
    const key = `${from}:${to}:${why}`
    const group = groups.get(key) ?? { from, to, why, accounts: 0, cells: 0 }
    groups.set(key, { ...group, accounts: group.accounts + accounts, cells: group.cells + 1 })
  }
  return [...groups.values()].sort((a, b) => b.accounts - a.accounts || b.cells - a.cells)
}
