import type { UsualVehicle, VehicleSettings, VehicleSize } from '@/api/vehicles'

/** Road classes that a person thinks of as one: changing the first changes all. */
const SAME: Record<string, string[]> = {
  motorway: ['motorway_link'],
  trunk: ['trunk_link'],
  primary: ['primary_link'],
  secondary: ['secondary_link'],
  tertiary: ['tertiary_link'],
  residential: ['unclassified', 'road'],
  service: ['services', 'rest_area'],
  footway: ['pedestrian', 'path', 'corridor', 'platform', 'pier'],
}

/** In the order of a map's legend, the fastest first. */
const CLASSES = ['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'residential', 'living_street', 'service', 'track', 'cycleway', 'footway', 'steps'] as const

export type RoadClass = (typeof CLASSES)[number]

export const MEASURES = ['height_m', 'width_m', 'length_m', 'weight_t', 'axle_load_t'] as const

/** What the form holds: a number for everything that can be set, its usual value where nothing is. */
export interface VehicleDraft {
  size: Record<keyof VehicleSize, number | null>
  top_kmh: number | null
  speed: Record<string, number>
  avoid: VehicleSettings['avoid']
}

/** The classes whose speed can be set for a way of travelling. */
export const classesOf = (usual: UsualVehicle): RoadClass[] => CLASSES.filter((name) => name in usual.speed)

export function draftOf(own: VehicleSettings, usual: UsualVehicle): VehicleDraft {
  const size = Object.fromEntries(MEASURES.map((name) => [name, own.size[name] ?? usual.size[name] ?? null])) as VehicleDraft['size']
  const speed = Object.fromEntries(classesOf(usual).map((name) => [name, own.speed[name] ?? 1]))
  return { size, speed, top_kmh: own.top_kmh ?? usual.top_kmh, avoid: own.avoid }
}

/** What a draft changes about the one it began as, as a merge patch: what is as usual is taken away. */
export function patchOf(draft: VehicleDraft, start: VehicleDraft, usual: UsualVehicle) {
  const size = MEASURES.filter((name) => draft.size[name] !== start.size[name]).map((name) => [name, changed(draft.size[name], usual.size[name] ?? null)])
  const speed = Object.entries(draft.speed)
    .filter(([name, factor]) => factor !== start.speed[name])
    .flatMap(([name, factor]) => together(name, usual).map((each) => [each, changed(factor, 1)]))
  const entries = { size: Object.fromEntries(size), speed: Object.fromEntries(speed) } as { size: Partial<VehicleDraft['size']>; speed: Record<string, number | null> }
  return { ...entries, top_kmh: changed(draft.top_kmh, usual.top_kmh), avoid: draft.avoid }
}

const together = (name: string, usual: UsualVehicle): string[] => [name, ...(SAME[name] ?? [])].filter((each) => each in usual.speed)

const changed = (value: number | null, usual: number | null) => (value === usual ? null : value)
