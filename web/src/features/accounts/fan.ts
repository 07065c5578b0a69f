import type { FeatureCollection, LineString, Point } from 'geojson'
import type { Map, MapGeoJSONFeature } from 'maplibre-gl'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useMap } from '@/map/context'
import { useLayerEvents, useOverlay, type OverlayLayer, type OverlaySource } from '@/map/overlay'
import { LIFECYCLE_COLORS } from '@/records/colors'

const RING_PX = 30
const PER_RING = 10

/** Where the n-th of several accounts at one spot is drawn, in pixels from the spot. */
export function fanOffset(index: number, count: number): [x: number, y: number] {
  const ring = Math.floor(index / PER_RING)
  const inRing = Math.min(PER_RING, count - ring * PER_RING)
  const angle = ((index % PER_RING) / inRing) * 2 * Math.PI - Math.PI / 2
  const radius = RING_PX * (1 + ring * 0.8)
  return [Math.cos(angle) * radius, Math.sin(angle) * radius]
}

type Fan = FeatureCollection<Point | LineString>
const NOTHING: Fan = { type: 'FeatureCollection', features: [] }

function fanOut(map: Map, features: MapGeoJSONFeature[]): Fan {
  const spot = (features[0]!.geometry as Point).coordinates as [number, number]
  const middle = map.project(spot)
  const parts = features.map((feature, i): Fan['features'] => {
    const [x, y] = fanOffset(i, features.length)
    const end = map.unproject([middle.x + x, middle.y + y]).toArray()
    return [
      { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: [spot, end] } },
      { type: 'Feature', properties: feature.properties, geometry: { type: 'Point', coordinates: end } },
    ]
  })
  return { type: 'FeatureCollection', features: parts.flat() }
}

const LAYERS: OverlayLayer[] = [
  { id: 'fan-line', type: 'line', filter: ['==', ['geometry-type'], 'LineString'], paint: { 'line-color': '#7a868b', 'line-width': 1 } },
  {
    id: 'fan-point',
    type: 'circle',
    filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-radius': 9,
      'circle-color': ['match', ['to-string', ['get', 'lifecycle']], ...Object.entries(LIFECYCLE_COLORS).flat(), '#8a949a'],
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': 2,
    },
  },
]

/** Spreads accounts that share one spot, so that each can be picked; any move of the map folds them again. */
export function useFan(onSelect: (id: string) => void): (features: MapGeoJSONFeature[]) => void {
  const map = useMap()
  const [fan, setFan] = useState<Fan>(NOTHING)
  const source = useMemo<OverlaySource>(() => ({ type: 'geojson', data: fan }), [fan])
  useOverlay('fan', source, LAYERS)
  useLayerEvents('fan-point', {
    onClick: (event) => {
      const id = event.features?.[0]?.properties['id'] as string | undefined
      if (id) onSelect(id)
    },
  })
  useEffect(() => {
    if (!map) return undefined
    const fold = () => setFan(NOTHING)
    map.on('zoomstart', fold)
    return () => void map.off('zoomstart', fold)
  }, [map])
  return useCallback((features) => map && setFan(fanOut(map, features)), [map])
}
