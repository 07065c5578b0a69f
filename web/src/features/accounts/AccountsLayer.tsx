import type { MapGeoJSONFeature, MapLayerMouseEvent } from 'maplibre-gl'
import { useEffect, useMemo } from 'react'
import { useLocale } from '@/i18n'
import { useMap } from '@/map/context'
import { FONT } from '@/map/style'
import { useLayerEvents, useOverlay, type OverlayLayer, type OverlaySource } from '@/map/overlay'
import { useGeneration } from '@/records/changed'
import { hoverAccount, useHovered } from '@/records/hover'
import { filterWithArea, type AccountQuery } from '@/records/query'
import { useTheme } from '@/ui/theme'
import { colorExpression, type ColorField } from './color-by'
import { useFan } from './fan'

const TILE_ZOOM_MAX = 16
const CLUSTER_ZOOM_STEP = 2
const SOURCE = 'accounts'

export interface AccountsLayerProps {
  query: AccountQuery
  colorBy: ColorField
  selected: string | undefined
  onSelect: (id: string) => void
}

/** Accounts as tiles of the service: clusters with true counts, then single points. */
export function AccountsLayer({ query, colorBy, selected, onSelect }: AccountsLayerProps) {
  const map = useMap()
  const generation = useGeneration()
  const source = useMemo(() => accountsSource(query, generation), [query, generation])
  const layers = useLayers(colorBy, selected)
  const fan = useFan(onSelect)
  useOverlay(SOURCE, source, layers)
  useHoverState()

  useLayerEvents('accounts-point', {
    onClick: (event) => {
      const features = pointsAt(event)
      if (features.length > 1) fan(features)
      else if (features[0]) onSelect(String(features[0].properties['id']))
    },
    onHover: (event) => hoverAccount(event ? String(event.features?.[0]?.properties['id'] ?? '') || null : null),
  })
  useLayerEvents('accounts-cluster', {
    onClick: ({ lngLat, target }) => target.easeTo({ center: lngLat, zoom: target.getZoom() + CLUSTER_ZOOM_STEP }),
  })

  useEffect(() => {
    if (!map) return undefined
    const clear = () => hoverAccount(null)
    map.on('mouseout', clear)
    return () => void map.off('mouseout', clear)
  }, [map])
  return null
}

function accountsSource(query: AccountQuery, generation: number): OverlaySource {
  const filter = filterWithArea(query)
  const parameters = new URLSearchParams({ ...(filter ? { filter: JSON.stringify(filter) } : {}), ...(generation ? { v: String(generation) } : {}) })
  const tail = parameters.toString()
  return {
    type: 'vector',
    tiles: [`${location.origin}/tiles/accounts/{z}/{x}/{y}.mvt${tail ? `?${tail}` : ''}`],
    maxzoom: TILE_ZOOM_MAX,
    promoteId: 'id',
  }
}

/** The accounts under the pointer, one each: a tile's edge may hold a point twice. */
function pointsAt(event: MapLayerMouseEvent): MapGeoJSONFeature[] {
  const byId = new Map((event.features ?? []).map((feature) => [feature.properties['id'], feature]))
  return [...byId.values()]
}

const CLUSTER_RADIUS = ['interpolate', ['linear'], ['log10', ['max', 1, ['get', 'count']]], 0, 12, 2, 18, 4, 28]
const IS_CLUSTER = ['>', ['coalesce', ['get', 'count'], 1], 1]
const POINT_RADIUS = ['interpolate', ['linear'], ['zoom'], 10, 3.5, 14, 5.5, 17, 8]

function useLayers(colorBy: ColorField, selected: string | undefined): OverlayLayer[] {
  const { theme } = useTheme()
  const { locale } = useLocale()
  return useMemo(() => {
    const dark = theme === 'dark'
    const ring = dark ? '#0f1416' : '#ffffff'
    const cluster = dark ? '#35545a' : '#33565c'
    const isSelected = ['==', ['get', 'id'], selected ?? '']
    const isHovered = ['boolean', ['feature-state', 'hover'], false]
    const common = { sourceLayer: 'accounts' }
    const layers: OverlayLayer[] = [
      { ...common, id: 'accounts-halo', type: 'circle', filter: ['all', ['!', IS_CLUSTER], isSelected] as never, paint: { 'circle-radius': 17, 'circle-color': dark ? '#4fc0ba' : '#0b6a6a', 'circle-opacity': 0.28 } },
      { ...common, id: 'accounts-point', type: 'circle', filter: ['!', IS_CLUSTER] as never, paint: { 'circle-radius': POINT_RADIUS, 'circle-color': colorExpression(colorBy), 'circle-stroke-color': ['case', isHovered, dark ? '#ffffff' : '#172124', ring], 'circle-stroke-width': ['case', isHovered, 3, 1.5] } },
      { ...common, id: 'accounts-cluster', type: 'circle', filter: IS_CLUSTER as never, paint: { 'circle-radius': CLUSTER_RADIUS, 'circle-color': cluster, 'circle-opacity': 0.92, 'circle-stroke-color': ring, 'circle-stroke-width': 2 } },
      { ...common, id: 'accounts-cluster-count', type: 'symbol', filter: IS_CLUSTER as never, layout: { 'text-field': ['number-format', ['get', 'count'], { locale }], 'text-font': FONT, 'text-size': 12, 'text-allow-overlap': true }, paint: { 'text-color': '#ffffff' } },
      { ...common, id: 'accounts-label', type: 'symbol', minzoom: 16, filter: ['!', IS_CLUSTER] as never, layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12, 'text-anchor': 'top', 'text-offset': [0, 0.9], 'text-max-width': 9, 'text-optional': true }, paint: { 'text-color': dark ? '#e8eef0' : '#172124', 'text-halo-color': dark ? 'rgba(15,20,22,0.9)' : 'rgba(255,255,255,0.92)', 'text-halo-width': 1.5 } },
    ]
    return layers
  }, [colorBy, selected, theme, locale])
}

function useHoverState(): void {
  const map = useMap()
  const hovered = useHovered()
  useEffect(() => {
    if (!map || !hovered || !map.getSource(SOURCE)) return undefined
    const target = { source: SOURCE, sourceLayer: 'accounts', id: hovered }
    map.setFeatureState(target, { hover: true })
    return () => {
      if (map.style && map.getSource(SOURCE)) map.setFeatureState(target, { hover: false })
    }
  }, [map, hovered])
}
