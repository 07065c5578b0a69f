import type { Feature } from 'geojson'
import { useMemo } from 'react'
import type { Route } from '@/api/types'
import { FONT_BOLD } from '@/map/style'
import { useLayerEvents, useOverlay, type OverlayLayer, type OverlaySource } from '@/map/overlay'
import { useTheme } from '@/ui/theme'

export const ROUTE_COLOR = '#1f6fb2'

export interface RouteLayerProps {
  route: Pick<Route, 'geometry' | 'stops' | 'start' | 'end'>
  selected: string | undefined
  onSelect: (accountId: string) => void
}

/** The line along the roads, stops numbered as in the timetable, start and end. */
export function RouteLayer({ route, selected, onSelect }: RouteLayerProps) {
  const { theme } = useTheme()
  const source = useMemo<OverlaySource>(() => ({ type: 'geojson', data: { type: 'FeatureCollection', features: features(route) } }), [route])
  const layers = useMemo<OverlayLayer[]>(() => {
    const ring = theme === 'dark' ? '#0f1416' : '#ffffff'
    const is = (kind: string) => ['==', ['get', 'kind'], kind] as never
    const isSelected = ['==', ['get', 'id'], selected ?? '']
    const round = { 'line-join': 'round', 'line-cap': 'round' }
    return [
      { id: 'route-casing', type: 'line', filter: is('line'), layout: round, paint: { 'line-color': ring, 'line-width': 8, 'line-opacity': 0.85 } },
      { id: 'route-line', type: 'line', filter: is('line'), layout: round, paint: { 'line-color': ROUTE_COLOR, 'line-width': 4 } },
      { id: 'route-end', type: 'circle', filter: is('end'), paint: { 'circle-radius': 8, 'circle-color': ring, 'circle-stroke-color': ROUTE_COLOR, 'circle-stroke-width': 4 } },
      { id: 'route-stop', type: 'circle', filter: is('stop'), paint: { 'circle-radius': ['case', isSelected, 15, 12], 'circle-color': ROUTE_COLOR, 'circle-stroke-color': ring, 'circle-stroke-width': 2.5 } },
      { id: 'route-stop-label', type: 'symbol', filter: is('stop'), layout: { 'text-field': ['get', 'number'], 'text-font': FONT_BOLD, 'text-size': 12, 'text-allow-overlap': true, 'text-ignore-placement': true }, paint: { 'text-color': '#ffffff' } },
    ]
  }, [theme, selected])
  useOverlay('route', source, layers)
  useLayerEvents('route-stop', {
    onClick: (event) => {
      const id = event.features?.at(-1)?.properties['id'] as string | undefined
      if (id) onSelect(id)
    },
  })
  return null
}

function features(route: RouteLayerProps['route']): Feature[] {
  const line: Feature = { type: 'Feature', properties: { kind: 'line' }, geometry: route.geometry }
  const ends = [route.start, route.end].map<Feature>((coordinates) => ({ type: 'Feature', properties: { kind: 'end' }, geometry: { type: 'Point', coordinates } }))
  const stops = route.stops.map<Feature>(({ account_id, location }, i) => ({
    type: 'Feature',
    properties: { kind: 'stop', id: account_id, number: String(i + 1) },
    geometry: { type: 'Point', coordinates: location },
  }))
  return [line, ...ends, ...stops]
}
