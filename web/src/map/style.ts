import type { ExpressionSpecification, FilterSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { Locale } from '@/i18n'
import type { Theme } from '@/ui/theme'
import { PALETTES, type Palette } from './palette'

/** Local fonts, drawn by the browser: no glyph server, so nothing is fetched. */
export const FONT = ['Pretendard', 'Noto Sans KR', 'Noto Sans CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic', 'sans-serif']
/** MapLibre reads the weight out of the first name; no such family exists, so the others draw it. */
export const FONT_BOLD = ['Semibold', ...FONT]

/** The first label of the base map: surfaces of our own data go below it, everything else above. */
export const BASE_LABELS = 'base-road-label'
export const BASE_PREFIX = 'base-'

const ATTRIBUTION = '© <a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noreferrer">OpenStreetMap</a>'
const BASE_ZOOM_MAX = 16

const MAJOR = ['motorway', 'trunk', 'primary']
const MIDDLE = ['secondary', 'tertiary']
const MINOR = ['minor', 'pedestrian']

type Stops = (number | ExpressionSpecification)[]

const byZoom = (...stops: Stops): ExpressionSpecification =>
  ['interpolate', ['exponential', 1.5], ['zoom'], ...stops] as unknown as ExpressionSpecification

const isClass = (...classes: string[]): FilterSpecification => ['in', ['get', 'class'], ['literal', classes]]
const isKind = (...kinds: string[]): FilterSpecification => ['in', ['get', 'kind'], ['literal', kinds]]

/** The name in the reader's language where the data has it. */
export function nameIn(locale: Locale): ExpressionSpecification {
  return ['coalesce', ['get', `name_${locale}`], ['get', 'name']]
}

export function baseStyle(theme: Theme, locale: Locale, origin: string): StyleSpecification {
  const palette = PALETTES[theme]
  return {
    version: 8,
    sources: {
      base: {
        type: 'vector',
        tiles: [`${origin}/tiles/base/{z}/{x}/{y}.mvt`],
        maxzoom: BASE_ZOOM_MAX,
        attribution: ATTRIBUTION,
      },
    },
    layers: [...surfaces(palette), ...roads(palette), ...lines(palette), ...labels(palette, nameIn(locale))],
  }
}

type Draft = { id: string; 'source-layer': string } & Record<string, unknown>

const layer = (type: string, draft: Draft): LayerSpecification =>
  ({ type, source: 'base', ...draft, id: `${BASE_PREFIX}${draft.id}` }) as unknown as LayerSpecification

function surfaces(c: Palette): LayerSpecification[] {
  return [
    { id: 'base-background', type: 'background', paint: { 'background-color': c.background } },
    layer('fill', { id: 'built', 'source-layer': 'landuse', filter: isKind('industrial', 'commercial', 'retail', 'railway', 'parking', 'school', 'hospital', 'military', 'construction', 'quarry', 'aerodrome'), paint: { 'fill-color': c.built } }),
    layer('fill', { id: 'park', 'source-layer': 'landuse', filter: isKind('park', 'grass', 'garden', 'cemetery', 'pitch', 'playground', 'golf_course', 'farmland', 'nature_reserve', 'sports'), paint: { 'fill-color': c.park } }),
    layer('fill', { id: 'forest', 'source-layer': 'landuse', filter: isKind('forest', 'scrub', 'orchard', 'wetland'), paint: { 'fill-color': c.forest } }),
    layer('fill', { id: 'water', 'source-layer': 'water', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': c.water } }),
    layer('line', { id: 'waterway', 'source-layer': 'water', filter: ['==', ['geometry-type'], 'LineString'], paint: { 'line-color': c.water, 'line-width': byZoom(10, 0.6, 16, 4) } }),
    layer('fill', { id: 'building', 'source-layer': 'buildings', minzoom: 14, paint: { 'fill-color': c.building, 'fill-outline-color': c.buildingLine, 'fill-opacity': ['interpolate', ['linear'], ['zoom'], 14, 0, 15, 1] } }),
  ]
}

interface RoadKind {
  id: string
  classes: string[]
  minzoom: number
  width: ExpressionSpecification
  casing: ExpressionSpecification
}

const ROADS: RoadKind[] = [
  { id: 'service', classes: ['service', 'track'], minzoom: 14, width: byZoom(14, 0.6, 18, 7), casing: byZoom(14, 1.2, 18, 8.5) },
  { id: 'minor', classes: MINOR, minzoom: 12, width: byZoom(12, 0.5, 14, 2, 18, 13), casing: byZoom(12, 0.9, 14, 3, 18, 15) },
  { id: 'middle', classes: MIDDLE, minzoom: 9, width: byZoom(9, 0.5, 14, 3.4, 18, 18), casing: byZoom(9, 1, 14, 4.6, 18, 20) },
  { id: 'major', classes: MAJOR, minzoom: 5, width: byZoom(5, 0.6, 10, 1.6, 14, 4.8, 18, 22), casing: byZoom(5, 1.2, 10, 2.6, 14, 6.2, 18, 24) },
]

function roads(c: Palette): LayerSpecification[] {
  const round = { 'line-cap': 'round', 'line-join': 'round' }
  const casings = ROADS.map(({ id, classes, minzoom, casing }) =>
    layer('line', { id: `road-${id}-casing`, 'source-layer': 'roads', minzoom, filter: isClass(...classes), layout: round, paint: { 'line-color': c.roadCasing, 'line-width': casing, 'line-opacity': ['case', ['==', ['get', 'tunnel'], true], 0.4, 1] } }),
  )
  const fills = ROADS.map(({ id, classes, minzoom, width }) =>
    layer('line', { id: `road-${id}`, 'source-layer': 'roads', minzoom, filter: isClass(...classes), layout: round, paint: { 'line-color': id === 'major' ? c.roadMajor : c.road, 'line-width': width, 'line-opacity': ['case', ['==', ['get', 'tunnel'], true], 0.5, 1] } }),
  )
  const path = layer('line', { id: 'path', 'source-layer': 'roads', minzoom: 15, filter: isClass('path'), paint: { 'line-color': c.path, 'line-width': byZoom(15, 0.6, 18, 2), 'line-dasharray': [2, 1.5] } })
  return [path, ...casings, ...fills]
}

function lines(c: Palette): LayerSpecification[] {
  return [
    layer('line', { id: 'rail', 'source-layer': 'rail', minzoom: 11, paint: { 'line-color': c.rail, 'line-width': byZoom(11, 0.6, 18, 2.4) } }),
    layer('line', { id: 'ferry', 'source-layer': 'ferry', minzoom: 9, paint: { 'line-color': c.waterText, 'line-width': 1, 'line-dasharray': [4, 4], 'line-opacity': 0.6 } }),
    layer('line', { id: 'boundary', 'source-layer': 'boundaries', paint: { 'line-color': c.boundary, 'line-width': byZoom(6, 0.6, 14, 1.4), 'line-dasharray': [4, 2], 'line-opacity': ['case', ['<=', ['to-number', ['get', 'admin_level'], 9], 8], 0.8, 0.45] } }),
  ]
}

function labels(c: Palette, name: ExpressionSpecification): LayerSpecification[] {
  const halo = { 'text-halo-color': c.halo, 'text-halo-width': 1.4 }
  const point = { 'text-field': name, 'text-font': FONT, 'text-max-width': 8, 'text-padding': 4 }
  const towns = ['country', 'state', 'city', 'town']
  return [
    layer('symbol', { id: 'road-label', 'source-layer': 'roads', minzoom: 13, filter: isClass(...MAJOR, ...MIDDLE, ...MINOR), layout: { 'text-field': name, 'text-font': FONT, 'symbol-placement': 'line', 'text-size': byZoom(13, 10, 18, 13), 'symbol-spacing': 320, 'text-max-angle': 30 }, paint: { 'text-color': c.textMinor, ...halo } }),
    layer('symbol', { id: 'housenumber', 'source-layer': 'housenumbers', minzoom: 17, layout: { 'text-field': ['get', 'housenumber'], 'text-font': FONT, 'text-size': 10 }, paint: { 'text-color': c.textMinor, 'text-halo-color': c.halo, 'text-halo-width': 1 } }),
    layer('symbol', { id: 'water-label', 'source-layer': 'water', minzoom: 11, filter: ['==', ['geometry-type'], 'Polygon'], layout: { ...point, 'text-size': 11 }, paint: { 'text-color': c.waterText, ...halo } }),
    layer('symbol', { id: 'poi-label', 'source-layer': 'pois', minzoom: 16.5, layout: { ...point, 'text-size': 10.5, 'text-optional': true }, paint: { 'text-color': c.textMinor, ...halo } }),
    layer('symbol', { id: 'suburb-label', 'source-layer': 'places', minzoom: 10, maxzoom: 16.5, filter: ['!', isClass(...towns)], layout: { ...point, 'text-size': byZoom(10, 10.5, 15, 13), 'symbol-sort-key': ['to-number', ['get', 'rank'], 10] }, paint: { 'text-color': c.text, ...halo } }),
    layer('symbol', { id: 'town-label', 'source-layer': 'places', maxzoom: 15, filter: isClass(...towns), layout: { ...point, 'text-font': FONT_BOLD, 'text-size': byZoom(5, 11, 12, 17), 'symbol-sort-key': ['to-number', ['get', 'rank'], 10] }, paint: { 'text-color': c.textStrong, ...halo } }),
  ]
}
