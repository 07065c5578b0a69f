import type { Feature } from 'geojson'
import { useMemo } from 'react'
import type { RoadClosureDraft } from '@/api/closures'
import { useLayerEvents, useOverlay, type OverlayLayer, type OverlaySource } from '@/map/overlay'
import { FONT_BOLD } from '@/map/style'
import { useTheme } from '@/ui/theme'

const CLOSED = '#c62828'
const SLOW = '#c77700'

export interface ShownClosure extends RoadClosureDraft {
  id?: string
  /** Not on the day that is looked at. */
  isFaint?: boolean
}

/** Closed roads in red, slow ones in orange; arrows where only one direction is concerned. */
export function ClosuresLayer({ closures, onSelect }: { closures: ShownClosure[]; onSelect?: ((id: string) => void) | undefined }) {
  const { theme } = useTheme()
  const source = useMemo<OverlaySource>(() => ({ type: 'geojson', data: { type: 'FeatureCollection', features: closures.flatMap(features) } }), [closures])
  const layers = useMemo<OverlayLayer[]>(() => {
    const ring = theme === 'dark' ? '#14191b' : '#ffffff'
    const opacity = ['case', ['get', 'isFaint'], 0.4, 0.95]
    const layout = { 'line-cap': 'butt', 'line-join': 'round' }
    return [
      { id: 'closures-line', type: 'line', layout, paint: { 'line-color': ['get', 'color'], 'line-width': 7, 'line-opacity': opacity } },
      { id: 'closures-dash', type: 'line', layout, paint: { 'line-color': ring, 'line-width': 3, 'line-dasharray': [2, 2], 'line-opacity': opacity } },
      {
        id: 'closures-arrow',
        type: 'symbol',
        filter: ['get', 'isOneWay'] as never,
        layout: { 'symbol-placement': 'line', 'symbol-spacing': 48, 'text-field': '>', 'text-font': FONT_BOLD, 'text-size': 18, 'text-keep-upright': false, 'text-allow-overlap': true, 'text-ignore-placement': true },
        paint: { 'text-color': ['get', 'color'], 'text-halo-color': ring, 'text-halo-width': 2 },
      },
    ]
  }, [theme])
  useOverlay('closures', source, layers)
  useLayerEvents('closures-line', {
    onClick: (event) => {
      const id = event.features?.[0]?.properties['id'] as string | undefined
      if (id) onSelect?.(id)
    },
  })
  return null
}

function features({ id, stretches, one_way, speed_kmh, isFaint = false }: ShownClosure): Feature[] {
  const properties = { id, isOneWay: one_way, isFaint, color: speed_kmh === null ? CLOSED : SLOW }
  return stretches.map(({ line }) => ({ type: 'Feature', properties, geometry: { type: 'LineString', coordinates: line } }))
}
