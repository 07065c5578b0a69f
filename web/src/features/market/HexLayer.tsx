import { cellToBoundary } from 'h3-js'
import type { Feature, Polygon } from 'geojson'
import { useMemo } from 'react'
import type { Cell } from '@/api/types'
import { useOverlay, type OverlayLayer, type OverlaySource } from '@/map/overlay'
import { useTheme } from '@/ui/theme'
import { measureOf, quantiles, type Measure } from './model'
import { RAMPS } from './ramp'

export interface HexLayerProps {
  cells: Cell[]
  measure: Measure
}

/** Cells of the answer, shaded by a measure on a scale that looks even to the eye. */
export function HexLayer({ cells, measure }: HexLayerProps) {
  const { theme } = useTheme()
  const source = useMemo<OverlaySource>(() => ({ type: 'geojson', data: { type: 'FeatureCollection', features: cells.map((cell) => hexagon(cell, measure)) } }), [cells, measure])
  const layers = useMemo<OverlayLayer[]>(() => {
    const borders = quantiles(cells.map((cell) => measureOf(cell, measure)), RAMPS[theme].length)
    const steps = borders.flatMap((border, i) => [border, RAMPS[theme][i + 1]!])
    const color = steps.length > 0 ? ['step', ['get', 'value'], RAMPS[theme][0], ...steps] : RAMPS[theme][2]
    return [
      { id: 'cells-fill', type: 'fill', filter: ['>', ['get', 'value'], 0], paint: { 'fill-color': color, 'fill-opacity': 0.42 } },
      { id: 'cells-line', type: 'line', filter: ['>', ['get', 'value'], 0], paint: { 'line-color': color, 'line-width': 0.8, 'line-opacity': 0.7 } },
    ]
  }, [cells, measure, theme])
  useOverlay('cells', source, layers)
  return null
}

function hexagon(cell: Cell, measure: Measure): Feature<Polygon> {
  return { type: 'Feature', properties: { value: measureOf(cell, measure) }, geometry: { type: 'Polygon', coordinates: [cellToBoundary(cell.cell, true)] } }
}
