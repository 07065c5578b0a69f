import type { Feature } from 'geojson'
import { useMemo } from 'react'
import type { Route, RouteStop } from '@/api/types'
import { FONT_BOLD } from '@/map/style'
import { useLayerEvents, useOverlay, type OverlayLayer, type OverlaySource } from '@/map/overlay'
import { useTheme } from '@/ui/theme'

export const ROUTE_COLOR = '#1f6fb2'

export interface DrawnRoute {
  route: Pick<Route, 'geometry' | 'stops' | 'start' | 'end'>
  color: string
}

export interface RouteLayerProps {
  routes: DrawnRoute[]
  selected: string | undefined
  onSelect: (accountId: string) => void
}

/** The lines along the roads, stops numbered as in the timetable, starts and ends. */
export function RouteLayer({ routes, selected, onSelect }: RouteLayerProps) {
  const { theme } = useTheme()
  const source = useMemo<OverlaySource>(() => ({ type: 'geojson', data: { type: 'FeatureCollection', features: routes.flatMap(features) } }), [routes])
  const layers = useMemo<OverlayLayer[]>(() => {
    const ring = theme === 'dark' ? '#0f1416' : '#ffffff'
    const is = (kind: string) => ['==', ['get', 'kind'], kind] as never
    const isSelected = ['in', selected ?? '-', ['get', 'ids']]
    const round = { 'line-join': 'round', 'line-cap': 'round' }
    const color = ['get', 'color']
    const radius = ['case', ['>', ['length', ['get', 'number']], 2], 15, 12]
    return [
      { id: 'route-casing', type: 'line', filter: is('line'), layout: round, paint: { 'line-color': ring, 'line-width': 8, 'line-opacity': 0.85 } },
      { id: 'route-line', type: 'line', filter: is('line'), layout: round, paint: { 'line-color': color, 'line-width': 4 } },
      { id: 'route-end', type: 'circle', filter: is('end'), paint: { 'circle-radius': 8, 'circle-color': ring, 'circle-stroke-color': color, 'circle-stroke-width': 4 } },
      { id: 'route-stop', type: 'circle', filter: is('stop'), paint: { 'circle-radius': ['case', isSelected, ['+', 3, radius], radius], 'circle-color': color, 'circle-stroke-color': ring, 'circle-stroke-width': 2.5 } },
      { id: 'route-stop-label', type: 'symbol', filter: is('stop'), layout: { 'text-field': ['get', 'number'], 'text-font': FONT_BOLD, 'text-size': 12, 'text-allow-overlap': true, 'text-ignore-placement': true }, paint: { 'text-color': '#ffffff' } },
    ]
  }, [theme, selected])
  useOverlay('route', source, layers)
  useLayerEvents('route-stop', {
    onClick: (event) => {
      const ids = event.features?.at(-1)?.properties['ids'] as string | undefined
      const [id] = ids?.split(' ') ?? []
      if (id) onSelect(id)
    },
  })
  return null
}

function features({ route, color }: DrawnRoute): Feature[] {
  const line: Feature = { type: 'Feature', properties: { kind: 'line', color }, geometry: route.geometry }
  const ends = [route.start, route.end].map<Feature>((coordinates) => ({ type: 'Feature', properties: { kind: 'end', color }, geometry: { type: 'Point', coordinates } }))
  return [line, ...ends, ...spots(route.stops).map((spot) => stopFeature(spot, color))]
}

interface Spot {
  stop: RouteStop
  number: number
}

/** Stops of one building share a mark, which names all of their numbers. */
function spots(stops: RouteStop[]): Spot[][] {
  const bySpot = new Map<string, Spot[]>()
  stops.forEach((stop, i) => {
    const key = stop.location.join()
    bySpot.set(key, [...(bySpot.get(key) ?? []), { stop, number: i + 1 }])
  })
  return [...bySpot.values()]
}

function stopFeature(spot: Spot[], color: string): Feature {
  const ids = spot.map(({ stop }) => stop.account_id).join(' ')
  const number = spot.map((one) => one.number).join('·')
  return { type: 'Feature', properties: { kind: 'stop', ids, number, color }, geometry: { type: 'Point', coordinates: spot[0]!.stop.location } }
}
