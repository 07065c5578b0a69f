import { cellToBoundary } from 'h3-js'
import { useMemo } from 'react'
import type { CellMove } from '@/api/types'
import { useOverlay, type OverlayLayer, type OverlaySource } from '@/map/overlay'

const INK = '#1c2629'

const LAYERS: OverlayLayer[] = [
  { id: 'moves-fill', type: 'fill', paint: { 'fill-color': INK, 'fill-opacity': ['case', ['get', 'isFull'], 0.34, 0.14] } },
  { id: 'moves-line', type: 'line', paint: { 'line-color': INK, 'line-width': 1, 'line-opacity': 0.6 } },
]

/** The cells that change hands, darker where accounts go with them. */
export function MovesLayer({ moves }: { moves: CellMove[] }) {
  const source = useMemo<OverlaySource>(
    () => ({
      type: 'geojson',
      data: {
        type: 'FeatureCollection',
        features: moves.map(({ unit, accounts }) => ({
          type: 'Feature',
          properties: { isFull: accounts > 0 },
          geometry: { type: 'Polygon', coordinates: [cellToBoundary(unit, true)] },
        })),
      },
    }),
    [moves],
  )
  useOverlay('moves', source, LAYERS)
  return null
}
