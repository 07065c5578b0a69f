import { BASE_LABELS } from './style'

/** Every layer of our own data, from the bottom up, listed once. */
export const LAYER_ORDER = [
  'outside-fill',
  'outside-line',
  'cells-fill',
  'cells-line',
  'territories-fill',
  'territories-line',
  'moves-fill',
  'moves-line',
  'barriers-line',
  'proposal-fill',
  'proposal-line',
  'area-fill',
  'area-line',
  BASE_LABELS,
  'route-casing',
  'route-line',
  'closures-line',
  'closures-dash',
  'closures-arrow',
  'territories-label',
  'places-point',
  'accounts-halo',
  'accounts-point',
  'accounts-cluster',
  'accounts-cluster-count',
  'accounts-label',
  'fan-line',
  'fan-point',
  'neighbours-point',
  'route-stop',
  'route-stop-label',
  'route-end',
  'pin',
] as const

export type LayerId = (typeof LAYER_ORDER)[number]

/** The layer that a new one must be put under, given those that are on the map. */
export function layerAbove(id: LayerId, isOnMap: (id: string) => boolean): string | undefined {
  return LAYER_ORDER.slice(LAYER_ORDER.indexOf(id) + 1).find(isOnMap)
}
