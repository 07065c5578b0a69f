import { AttributionControl, Map, NavigationControl, ScaleControl, setWorkerUrl, type StyleSpecification } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { Box } from './geometry'
import { LAYER_ORDER } from './layer-order'
import { underSheet } from './sheet'
import { BASE_LABELS, BASE_PREFIX } from './style'

setWorkerUrl(workerUrl)

export interface View {
  center: [number, number]
  zoom: number
}

const ZOOM_MAX = 20
const BOX_PADDING_PX = 40
const BOX_ZOOM_MAX = 15

/** `view` is a place and a zoom, or a box of which all is to be seen. */
export function createMap(container: HTMLElement, style: StyleSpecification, view: View | Box, locale: Record<string, string>): Map {
  const isBox = Array.isArray(view)
  const fit = () => ({ padding: { top: BOX_PADDING_PX, left: BOX_PADDING_PX, right: BOX_PADDING_PX, bottom: BOX_PADDING_PX + underSheet(container) }, maxZoom: BOX_ZOOM_MAX })
  const map = new Map({
    container,
    style,
    ...(isBox ? { bounds: view, fitBoundsOptions: fit() } : view),
    renderWorldCopies: false,
    maxZoom: ZOOM_MAX,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 100,
    locale,
  })
  // Panels that open beside the map while it loads take some of its room.
  const height = container.clientHeight
  map.once('load', () => {
    if (isBox && container.clientHeight !== height) map.resize().fitBounds(view, { ...fit(), duration: 0 })
  })
  map.touchZoomRotate.disableRotation()
  map.addControl(new AttributionControl({ compact: true }), 'bottom-right')
  map.addControl(new NavigationControl({ showCompass: false }), 'bottom-right')
  map.addControl(new ScaleControl({ maxWidth: 90 }), 'bottom-left')
  return map
}

/** Puts our own sources and layers into a new base style, for a change of theme or language. */
export function restyle(map: Map, style: StyleSpecification): void {
  map.setStyle(style, {
    diff: true,
    transformStyle: (previous, next) => {
      if (!previous) return next
      const own = previous.layers.filter(({ id }) => !id.startsWith(BASE_PREFIX))
      const surfaces = LAYER_ORDER.slice(0, LAYER_ORDER.indexOf(BASE_LABELS as never)) as readonly string[]
      const split = next.layers.findIndex(({ id }) => id === BASE_LABELS)
      const isSurface = (id: string) => surfaces.includes(id)
      return {
        ...next,
        sources: { ...previous.sources, ...next.sources },
        layers: [
          ...next.layers.slice(0, split),
          ...own.filter(({ id }) => isSurface(id)),
          ...next.layers.slice(split),
          ...own.filter(({ id }) => !isSurface(id)),
        ],
      }
    },
  })
}
