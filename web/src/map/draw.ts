import type { Polygon } from 'geojson'
import type { Map } from 'maplibre-gl'
import { useEffect, useRef } from 'react'
import { TerraDraw, TerraDrawFreehandMode, TerraDrawLineStringMode, TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw'
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter'
import type { Coordinates } from '@/api/types'
import { useMap } from './context'
import { roundPolygon } from './geometry'

const COLOR = '#0b6a6a'
const SHAPE = { fillColor: COLOR, fillOpacity: 0.12, outlineColor: COLOR, outlineWidth: 2 } as const

export type DrawTool = 'polygon' | 'freehand'

export interface Drawing {
  tool: DrawTool
  /** A shape to go on with; null begins a new one. */
  initial: Polygon | null
  /** While the hand moves (`isFinal` false) and when it rests. */
  onPolygon: (polygon: Polygon, isFinal: boolean) => void
}

/** Draws one polygon, then lets its corners be dragged. Null puts the tool away. */
export function useDraw(drawing: Drawing | null): void {
  const map = useMap()
  const handler = useRef(drawing?.onPolygon)
  useEffect(() => {
    handler.current = drawing?.onPolygon
  })
  const initial = useRef<Polygon | null>(null)
  useEffect(() => {
    initial.current = drawing?.initial ?? null
  })
  const tool = drawing?.tool
  useEffect(() => {
    if (!map || !tool) return undefined
    const draw = start(map, tool, initial.current, (polygon, isFinal) => handler.current?.(polygon, isFinal))
    return () => {
      if (map.style) draw.stop()
    }
  }, [map, tool])
}

function start(map: Map, tool: DrawTool, initial: Polygon | null, onPolygon: Drawing['onPolygon']): TerraDraw {
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map }),
    modes: [
      new TerraDrawPolygonMode({ styles: SHAPE }),
      new TerraDrawFreehandMode({ styles: SHAPE }),
      new TerraDrawSelectMode({
        styles: { selectedPolygonColor: COLOR, selectedPolygonFillOpacity: 0.12, selectedPolygonOutlineColor: COLOR, selectedPolygonOutlineWidth: 2, selectionPointColor: COLOR, midPointColor: COLOR },
        flags: {
          polygon: { feature: { draggable: true, coordinates: { midpoints: true, draggable: true, deletable: true } } },
          freehand: { feature: { draggable: true, coordinates: { midpoints: false, draggable: true, deletable: true } } },
        },
      }),
    ],
  })
  draw.start()
  const polygonOf = (id: string | number) => draw.getSnapshotFeature(id)?.geometry
  const report = (id: string | number, isFinal: boolean) => {
    const geometry = polygonOf(id)
    if (geometry?.type === 'Polygon' && geometry.coordinates[0]!.length > 3) onPolygon(roundPolygon(geometry), isFinal)
  }
  draw.on('change', (ids, type) => {
    if (type === 'update' && draw.getMode() === 'select' && ids[0] !== undefined) report(ids[0], false)
  })
  draw.on('finish', (id) => {
    report(id, true)
    if (draw.getMode() !== 'select') edit(draw, id)
  })
  const [given] = initial ? draw.addFeatures([{ type: 'Feature', properties: { mode: 'polygon' }, geometry: roundPolygon(initial) }]) : []
  if (given?.valid && given.id !== undefined) edit(draw, given.id)
  else draw.setMode(tool)
  return draw
}

function edit(draw: TerraDraw, id: string | number): void {
  draw.setMode('select')
  draw.selectFeature(id)
}

/** Draws one line; null puts the tool away. */
export function useDrawLine(onLine: ((line: Coordinates[]) => void) | null): void {
  const map = useMap()
  const handler = useRef(onLine)
  useEffect(() => {
    handler.current = onLine
  })
  const isOn = onLine !== null
  useEffect(() => {
    if (!map || !isOn) return undefined
    const styles = { lineStringColor: COLOR, lineStringWidth: 4, closingPointColor: COLOR } as const
    const draw = new TerraDraw({ adapter: new TerraDrawMapLibreGLAdapter({ map }), modes: [new TerraDrawLineStringMode({ styles })] })
    draw.start()
    draw.setMode('linestring')
    draw.on('finish', (id) => {
      const geometry = draw.getSnapshotFeature(id)?.geometry
      if (geometry?.type === 'LineString') handler.current?.(geometry.coordinates.map(([lng, lat]) => [round(lng!), round(lat!)]))
    })
    return () => {
      if (map.style) draw.stop()
    }
  }, [map, isOn])
}

/** About a tenth of a metre. */
const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6
