import type { MultiPolygon, Polygon } from 'geojson'
import { useMemo } from 'react'
import { FONT_BOLD } from '@/map/style'
import { useLayerEvents, useOverlay, type OverlayLayer, type OverlaySource } from '@/map/overlay'
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

/** Patches in their own colours, names in the middle; neighbours differ by graph colouring. */
export function TerritoriesLayer({ patches, selected, hovered, onSelect }: TerritoriesLayerProps) {
  const { theme } = useTheme()
  const source = useMemo<OverlaySource>(
    () => ({
      type: 'geojson',
      data: {
        type: 'FeatureCollection',
        features: patches.map(({ id, name, color, geometry }) => ({ type: 'Feature', properties: { id, name, fill: categoryColor(color) }, geometry })),
      },
    }),
    [patches],
  )
  const layers = useMemo<OverlayLayer[]>(() => {
    const is = (id: string | null | undefined) => ['==', ['get', 'id'], id ?? '']
    const text = theme === 'dark' ? { color: '#f2f6f7', halo: 'rgba(15,20,22,0.9)' } : { color: '#1c2629', halo: 'rgba(255,255,255,0.92)' }
    return [
      { id: 'territories-fill', type: 'fill', paint: { 'fill-color': ['get', 'fill'], 'fill-opacity': ['case', is(selected), 0.42, is(hovered), 0.34, 0.22] } },
      { id: 'territories-line', type: 'line', layout: { 'line-join': 'round' }, paint: { 'line-color': ['get', 'fill'], 'line-width': ['case', is(selected), 4, 2] } },
      { id: 'territories-label', type: 'symbol', layout: { 'text-field': ['get', 'name'], 'text-font': FONT_BOLD, 'text-size': 13, 'text-max-width': 8 }, paint: { 'text-color': text.color, 'text-halo-color': text.halo, 'text-halo-width': 1.6 } },
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
