import { useMemo } from 'react'
import type { Place } from '@/api/types'
import { useOverlay, type OverlayLayer, type OverlaySource } from '@/map/overlay'

const LAYERS: OverlayLayer[] = [
  {
    id: 'places-point',
    type: 'circle',
    paint: { 'circle-radius': ['interpolate', ['linear'], ['zoom'], 10, 2.5, 16, 6], 'circle-color': '#e08a1e', 'circle-opacity': 0.35, 'circle-stroke-color': '#b86a0c', 'circle-stroke-width': 1.5 },
  },
]

/** Places that would become prospects: hollow, so that they are not taken for accounts. */
export function PlacesLayer({ places }: { places: Place[] }) {
  const source = useMemo<OverlaySource>(
    () => ({
      type: 'geojson',
      data: {
        type: 'FeatureCollection',
        features: places.map(({ id, location }) => ({ type: 'Feature', properties: { id }, geometry: { type: 'Point', coordinates: location } })),
      },
    }),
    [places],
  )
  useOverlay('places', source, LAYERS)
  return null
}
