import type { Area, Coordinates, User } from '@/api/types'
import type { Balance } from './model'

/** How the number of territories comes about: given, one for each chosen rep's home, or from the hours there are. */
export type CountBy = 'number' | 'homes' | 'hours'
export const COUNTS: CountBy[] = ['number', 'homes', 'hours']

/** An account that stays with one rep. */
export interface Lock {
  account: { id: string; name: string }
  owner: string
}

/** What is asked of a division beside its area. */
export interface Terms {
  countBy: CountBy
  n: number
  hours: number
  /** The reps whose homes are centres. */
  chosen: string[]
  withOwners: boolean
  balance: Balance
  tolerance: number
  locks: Lock[]
  barriers: Coordinates[][]
}

export const FIRST_TERMS: Terms = {
  countBy: 'number',
  n: 4,
  hours: 1600,
  chosen: [],
  withOwners: true,
  balance: 'workload',
  tolerance: 0.1,
  locks: [],
  barriers: [],
}

/** Who gets a territory: owners are given to all territories or to none. */
export function ownersOf({ countBy, n, chosen, withOwners }: Terms, reps: Pick<User, 'id' | 'home'>[]): string[] {
  if (countBy === 'hours') return []
  if (countBy === 'homes') return reps.filter(({ id, home }) => home && chosen.includes(id)).map(({ id }) => id)
  return withOwners && reps.length >= n ? reps.slice(0, n).map(({ id }) => id) : []
}

/** The request of a division; locks to reps who get no territory are left out. */
export function divisionOf(area: Area, terms: Terms, reps: Pick<User, 'id' | 'home'>[], seconds: number) {
  const owners = ownersOf(terms, reps)
  const isByHours = terms.countBy === 'hours'
  return {
    area,
    ...(isByHours ? { hours_per_rep: terms.hours } : { n: terms.countBy === 'homes' ? owners.length : terms.n }),
    balance: [terms.balance],
    tolerance: terms.tolerance,
    owner_ids: owners,
    from_homes: terms.countBy === 'homes',
    locks: terms.locks.filter(({ owner }) => owners.includes(owner)).map(({ account, owner }) => ({ account_id: account.id, owner_id: owner })),
    barriers: terms.barriers,
    time_limit_s: seconds,
  }
}
