import type { ListedClosure, RoadClosureDraft, Stretch } from '@/api/closures'
import type { Coordinates, Route } from '@/api/types'

export const NEW_CLOSURE: RoadClosureDraft = {
  name: '',
  stretches: [],
  one_way: false,
  speed_kmh: null,
  profiles: ['car', 'van'],
  starts_on: null,
  ends_on: null,
  note: null,
}

/** What can be written of a closure, without what only the service says. */
export function draftOf({ name, stretches, one_way, speed_kmh, profiles, starts_on, ends_on, note }: ListedClosure): RoadClosureDraft {
  return { name, stretches, one_way, speed_kmh, profiles, starts_on, ends_on, note }
}

/** Days are "2026-11-22", which sort as they follow each other. */
export type When = 'past' | 'now' | 'future'

export function whenIs({ starts_on, ends_on }: Pick<RoadClosureDraft, 'starts_on' | 'ends_on'>, day: string): When {
  if (starts_on && day < starts_on) return 'future'
  return ends_on && ends_on < day ? 'past' : 'now'
}

export function reversed({ name, pieces, line }: Stretch): Stretch {
  return { name, pieces: pieces.map(({ way, from, to }) => ({ way, from: to, to: from })).reverse(), line: [...line].reverse() }
}

const keyOf = ({ pieces }: Stretch): string =>
  pieces
    .map(({ way, from, to }) => [way, Math.min(from, to), Math.max(from, to)].join())
    .sort()
    .join(' ')

/** Adds a stretch so that it goes on in the direction of those beside it; one that is there already is taken out. */
export function toggled(stretches: Stretch[], stretch: Stretch): Stretch[] {
  const key = keyOf(stretch)
  const rest = stretches.filter((other) => keyOf(other) !== key)
  if (rest.length < stretches.length) return rest
  const [first, last] = [startOf(stretch), endOf(stretch)]
  const isAgainst = stretches.some((other) => endOf(other) === last || startOf(other) === first)
  const goesOn = stretches.some((other) => endOf(other) === first || startOf(other) === last)
  return [...stretches, isAgainst && !goesOn ? reversed(stretch) : stretch]
}

const startOf = ({ line }: Stretch): string => String(line[0])
const endOf = ({ line }: Stretch): string => String(line.at(-1))

/** The closed roads that a route of the day still takes. */
export function crossed(geometry: Route['geometry'], closures: RoadClosureDraft[]): RoadClosureDraft[] {
  const lines = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.type === 'MultiLineString' ? geometry.coordinates : []
  const taken = new Set(lines.flatMap((line) => legs(line as Coordinates[])))
  const passes = ({ stretches, one_way }: RoadClosureDraft) => stretches.some(({ line }) => isTaken(taken, line) || (!one_way && isTaken(taken, [...line].reverse())))
  return closures.filter((closure) => closure.speed_kmh === null && passes(closure))
}

const isTaken = (taken: Set<string>, line: Coordinates[]): boolean => legs(line).some((leg) => taken.has(leg))

const legs = (line: Coordinates[]): string[] => line.slice(1).map((to, i) => `${place(line[i]!)} ${place(to)}`)

/** To a tenth of a metre, since lines are rounded on their way. */
const place = ([lng, lat]: Coordinates): string => `${lng.toFixed(6)},${lat.toFixed(6)}`
