import type { GeoJSON } from 'geojson'
import type { AddLayerObject, ExpressionSpecification, FilterSpecification, GeoJSONSource, Map, MapLayerMouseEvent, VectorTileSource } from 'maplibre-gl'
import { useEffect, useRef } from 'react'
import { useMap } from './context'
import { layerAbove, type LayerId } from './layer-order'

export type OverlaySource =
  | { type: 'geojson'; data: GeoJSON; promoteId?: string }
  | { type: 'vector'; tiles: string[]; maxzoom: number; promoteId?: string }

export interface OverlayLayer {
  id: LayerId
  type: 'fill' | 'line' | 'circle' | 'symbol'
  sourceLayer?: string
  filter?: FilterSpecification
  minzoom?: number
  paint?: Record<string, unknown>
  layout?: Record<string, unknown>
}

/** Shows one source and its layers while the caller is mounted. Pass memoised values. */
export function useOverlay(source: string, spec: OverlaySource | null, layers: OverlayLayer[]): void {
  const map = useMap()
  const drawn = useRef<OverlayLayer[]>([])
  const tiles = useRef('')
  useEffect(() => {
    if (!map || !spec) return
    putSource(map, source, spec, tiles.current)
    tiles.current = spec.type === 'vector' ? spec.tiles.join() : ''
    for (const layer of layers) putLayer(map, source, layer, drawn.current.find(({ id }) => id === layer.id))
    for (const { id } of drawn.current) if (!layers.some((layer) => layer.id === id)) removeLayer(map, id)
    drawn.current = layers
  }, [map, source, spec, layers])
  const isShown = spec !== null
  useEffect(() => {
    if (!map || !isShown) return undefined
    return () => {
      for (const { id } of drawn.current) removeLayer(map, id)
      drawn.current = []
      // A removed map has no style to take the source from.
      if (map.style && map.getSource(source)) map.removeSource(source)
    }
  }, [map, source, isShown])
}

function putSource(map: Map, id: string, spec: OverlaySource, tilesBefore: string): void {
  const present = map.getSource(id)
  if (!present) {
    map.addSource(id, spec)
  } else if (spec.type === 'geojson') {
    ;(present as GeoJSONSource).setData(spec.data)
  } else if (spec.tiles.join() !== tilesBefore) {
    ;(present as VectorTileSource).setTiles(spec.tiles)
  }
}

function putLayer(map: Map, source: string, layer: OverlayLayer, before: OverlayLayer | undefined): void {
  if (map.getLayer(layer.id)) {
    updateLayer(map, layer, before)
    return
  }
  const { sourceLayer, ...rest } = layer
  const spec = { ...rest, source, ...(sourceLayer ? { 'source-layer': sourceLayer } : {}) }
  map.addLayer(spec as AddLayerObject, layerAbove(layer.id, (id) => Boolean(map.getLayer(id))))
}

function updateLayer(map: Map, layer: OverlayLayer, before: OverlayLayer | undefined): void {
  map.setFilter(layer.id, layer.filter ?? null)
  for (const [name, value] of Object.entries(layer.paint ?? {})) {
    if (!isEqual(value, before?.paint?.[name])) map.setPaintProperty(layer.id, name as 'circle-color', value as string)
  }
  for (const [name, value] of Object.entries(layer.layout ?? {})) {
    if (!isEqual(value, before?.layout?.[name])) map.setLayoutProperty(layer.id, name as 'visibility', value as 'visible')
  }
}

const isEqual = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

function removeLayer(map: Map, id: string): void {
  if (map.style && map.getLayer(id)) map.removeLayer(id)
}

export interface LayerHandlers {
  onClick?: (event: MapLayerMouseEvent) => void
  onHover?: (event: MapLayerMouseEvent | null) => void
}

/** Clicks and hovering on a layer; the pointer becomes a hand over it. */
export function useLayerEvents(layer: LayerId, handlers: LayerHandlers): void {
  const map = useMap()
  const current = useRef(handlers)
  useEffect(() => {
    current.current = handlers
  })
  useEffect(() => {
    if (!map) return undefined
    const click = (event: MapLayerMouseEvent) => current.current.onClick?.(event)
    const move = (event: MapLayerMouseEvent) => {
      map.getCanvas().style.cursor = 'pointer'
      current.current.onHover?.(event)
    }
    const leave = () => {
      map.getCanvas().style.cursor = ''
      current.current.onHover?.(null)
    }
    map.on('click', layer, click)
    map.on('mousemove', layer, move)
    map.on('mouseleave', layer, leave)
    return () => {
      map.off('click', layer, click)
      map.off('mousemove', layer, move)
      map.off('mouseleave', layer, leave)
    }
  }, [map, layer])
}

export type { ExpressionSpecification, FilterSpecification }
