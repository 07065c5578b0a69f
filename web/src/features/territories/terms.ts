import type { FeatureCollection } from 'geojson'
import type { Area, AreaRef, Coordinates, User } from '@/api/types'
import type { Balance } from './model'

/** What is put together: cells, administrative areas, polygons of a file. */
export const UNITS = ['grid', 'areas', 'polygons'] as const
export type Units = (typeof UNITS)[number]

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
  /** What else is to be even. */
  also: Balance[]
  /** Targets follow the working hours of the reps. */
  byCapacity: boolean
  /** Ways by road from the reps' homes make territories compact, and not straight distances. */
  byRoad: boolean
  units: Units
  /** OpenStreetMap's level of the areas that are put together. */
  level: number | null
  file: { name: string; collection: FeatureCollection } | null
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
  also: [],
  byCapacity: false,
  byRoad: false,
  units: 'grid',
  level: null,
  file: null,
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
export function divisionOf(area: Area | undefined, terms: Terms, reps: Pick<User, 'id' | 'home'>[], seconds: number) {
  const owners = ownersOf(terms, reps)
  const isByHours = terms.countBy === 'hours'
  return {
    area,
    ...(isByHours ? { hours_per_rep: terms.hours } : { n: terms.countBy === 'homes' ? owners.length : terms.n }),
    ...unitsOf(terms),
    balance: [terms.balance, ...terms.also.filter((by) => by !== terms.balance)].map((by) => (terms.byCapacity && owners.length > 0 ? { by, targets: 'capacity' } : by)),
    tolerance: terms.tolerance,
    compactness: terms.byRoad && terms.countBy === 'homes' ? 'travel_time' : 'distance',
    owner_ids: owners,
    from_homes: terms.countBy === 'homes',
    locks: terms.locks.filter(({ owner }) => owners.includes(owner)).map(({ account, owner }) => ({ account_id: account.id, owner_id: owner })),
    barriers: terms.barriers,
    time_limit_s: seconds,
  }
}

function unitsOf({ units, level, file }: Terms) {
  if (units === 'areas') return { units: { kind: 'areas', level } }
  if (units === 'polygons') return { units: { kind: 'polygons', collection: file?.collection } }
  return {}
}

/** Whether everything is said that a division needs. Polygons need no area around them. */
export function isComplete(area: Area | undefined, terms: Terms, reps: Pick<User, 'id' | 'home'>[]): boolean {
  if (terms.countBy === 'homes' && ownersOf(terms, reps).length === 0) return false
  if (terms.units === 'polygons') return terms.file !== null
  return area !== undefined && (terms.units === 'grid' || terms.level !== null)
}

/** The levels that areas are of, the largest first, each with the name of one of its areas. */
export function levelsOf(areas: Pick<AreaRef, 'admin_level' | 'name'>[]): { level: number; count: number; example: string }[] {
  const levels = new Map<number, { level: number; count: number; example: string }>()
  for (const { admin_level: level, name } of areas) {
    if (level === null) continue
    const known = levels.get(level) ?? { level, count: 0, example: name }
    levels.set(level, { ...known, count: known.count + 1 })
  }
  return [...levels.values()].sort((a, b) => a.level - b.level)
}

/** The features of a GeoJSON file; nothing when it is something else. */
export function readCollection(text: string): FeatureCollection | null {
  try {
    const parsed = JSON.parse(text) as Partial<FeatureCollection> | null
    return Array.isArray(parsed?.features) ? (parsed as FeatureCollection) : null
  } catch {
    return null
  }
}
