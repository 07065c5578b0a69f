import type { Feature, MultiPolygon, Polygon } from 'geojson'
import { useMemo } from 'react'
import { FONT_BOLD } from '@/map/style'
import { middleOf } from '@/map/geometry'
import { useLayerEvents, useOverlay, type FilterSpecification, type OverlayLayer, type OverlaySource } from '@/map/overlay'
import { categoryColor } from '@/records/colors'
import { useTheme } from '@/ui/theme'

export interface Patch {
  id: string
  name: string
  color: number
  geometry: Polygon | MultiPolygon
}

export interface TerritoriesLayerProps {
  patches: Patch[]
  selected: string | undefined
  hovered: string | null
  onSelect?: (id: string) => void
}

const IS_SHAPE: FilterSpecification = ['!=', ['geometry-type'], 'Point']

/** A patch and one point for its name: labels of shapes would be drawn once for every tile. */
function featuresOf({ id, name, color, geometry }: Patch): Feature[] {
  const properties = { id, name, fill: categoryColor(color) }
  return [
    { type: 'Feature', properties, geometry },
    { type: 'Feature', properties, geometry: { type: 'Point', coordinates: middleOf(geometry) } },
  ]
}

/** Patches in their own colours, names in the middle; neighbours differ by graph colouring. */
export function TerritoriesLayer({ patches, selected, hovered, onSelect }: TerritoriesLayerProps) {
  const { theme } = useTheme()
  const source = useMemo<OverlaySource>(
    () => ({
      type: 'geojson',
      data: {
        type: 'FeatureCollection',
        features: patches.flatMap(featuresOf),
      },
    }),
    [patches],
  )
  const layers = useMemo<OverlayLayer[]>(() => {
    const is = (id: string | null | undefined) => ['==', ['get', 'id'], id ?? '']
    const text = theme === 'dark' ? { color: '#f2f6f7', halo: 'rgba(15,20,22,0.9)' } : { color: '#1c2629', halo: 'rgba(255,255,255,0.92)' }
    return [
      { id: 'territories-fill', type: 'fill', filter: IS_SHAPE, paint: { 'fill-color': ['get', 'fill'], 'fill-opacity': ['case', is(selected), 0.42, is(hovered), 0.34, 0.22] } },
      { id: 'territories-line', type: 'line', filter: IS_SHAPE, layout: { 'line-join': 'round' }, paint: { 'line-color': ['get', 'fill'], 'line-width': ['case', is(selected), 4, 2] } },
      { id: 'territories-label', type: 'symbol', filter: ['==', ['geometry-type'], 'Point'], layout: { 'text-field': ['get', 'name'], 'text-font': FONT_BOLD, 'text-size': 13, 'text-max-width': 8 }, paint: { 'text-color': text.color, 'text-halo-color': text.halo, 'text-halo-width': 1.6 } },
    ]
  }, [selected, hovered, theme])
  useOverlay('territories', source, layers)
  useLayerEvents('territories-fill', {
    onClick: (event) => {
      const id = event.features?.[0]?.properties['id'] as string | undefined
      if (id) onSelect?.(id)
    },
  })
  return null
}
