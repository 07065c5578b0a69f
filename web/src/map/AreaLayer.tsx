import { useQuery } from '@tanstack/react-query'
import type { Feature, FeatureCollection, Geometry } from 'geojson'
import type { MapMouseEvent } from 'maplibre-gl'
import { useEffect, useMemo, useRef } from 'react'
import { api } from '@/api/http'
import type { Area, Coordinates, Territory } from '@/api/types'
import { areaQuery } from '@/records/area-label'
import { useMap } from './context'
import { boundsOf, circlePolygon } from './geometry'
import { useOverlay, type OverlayLayer, type OverlaySource } from './overlay'
import { underSheet } from './sheet'

const LAYERS: OverlayLayer[] = [
  { id: 'area-fill', type: 'fill', filter: ['!=', ['geometry-type'], 'Point'], paint: { 'fill-color': '#0b6a6a', 'fill-opacity': 0.07 } },
  { id: 'area-line', type: 'line', filter: ['!=', ['geometry-type'], 'Point'], paint: { 'line-color': '#0b6a6a', 'line-width': 2 } },
  { id: 'pin', type: 'circle', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 8, 'circle-color': '#0b6a6a', 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 3 } },
]

const FIT_PADDING_PX = 48
const FIT_ZOOM_MAX = 17

/** The shape of an area; what is reached in a drive time is asked from the roads. */
export function useAreaGeometry(area: Area | undefined): Geometry | null {
  const admin = useQuery(areaQuery(area?.type === 'admin' ? area.area_id : undefined))
  const territoryId = area?.type === 'territory' ? area.territory_id : undefined
  const territory = useQuery({
    queryKey: ['territory', territoryId],
    queryFn: () => api.get<Territory>(`/territories/${territoryId}`),
    enabled: territoryId !== undefined,
  })
  const drive = area?.type === 'drive_time' ? area : undefined
  const reach = useQuery({
    queryKey: ['isochrone', drive],
    queryFn: ({ signal }) => api.get<FeatureCollection>('/isochrones', { center: drive?.center.join(), minutes: drive?.minutes, profile: drive?.profile }, signal),
    enabled: drive !== undefined,
    select: ({ features }) => features[0]?.geometry ?? null,
  })
  return useMemo(() => {
    switch (area?.type) {
      case 'polygon':
        return area.geometry
      case 'circle':
        return circlePolygon(area.center, area.radius_m)
      case 'bbox': {
        const [w, s, e, n] = area.bbox
        return { type: 'Polygon', coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] }
      }
      case 'admin':
        return admin.data?.geometry ?? null
      case 'territory':
        return territory.data?.geometry ?? null
      case 'drive_time':
        return reach.data ?? null
      default:
        return null
    }
  }, [area, admin.data, territory.data, reach.data])
}

export interface AreaLayerProps {
  geometry: Geometry | null
  center?: Coordinates | null
  /** Looks at the shape when it first appears. */
  fit?: boolean
}

export function AreaLayer({ geometry, center, fit = false }: AreaLayerProps) {
  const source = useMemo<OverlaySource>(() => ({ type: 'geojson', data: { type: 'FeatureCollection', features: features(geometry, center) } }), [geometry, center])
  useOverlay('area', source, LAYERS)
  useFit(fit && geometry ? [geometry] : null)
  return null
}

function features(geometry: Geometry | null, center: Coordinates | null | undefined): Feature[] {
  const shapes: Feature[] = geometry ? [{ type: 'Feature', properties: {}, geometry }] : []
  const points: Feature[] = center ? [{ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: center } }] : []
  return [...shapes, ...points]
}

/** Moves the map so that all of the shapes are in sight, once per change of the shapes. */
export function useFit(geometries: Geometry[] | null): void {
  const map = useMap()
  const fitted = useRef('')
  useEffect(() => {
    const bounds = geometries ? boundsOf(geometries) : null
    if (!map || !bounds || fitted.current === bounds.join()) return undefined
    // A drawer may have opened with the shapes; the map must know its new size first.
    const frame = requestAnimationFrame(() => {
      fitted.current = bounds.join()
      map.resize()
      map.fitBounds(bounds, { padding: { top: FIT_PADDING_PX, left: FIT_PADDING_PX, right: FIT_PADDING_PX, bottom: FIT_PADDING_PX + underSheet(map.getContainer()) }, maxZoom: FIT_ZOOM_MAX, duration: 500 })
    })
    return () => cancelAnimationFrame(frame)
  }, [map, geometries])
}

/** Calls back with the next clicked spot, while active. */
export function useMapClick(isActive: boolean, onClick: (at: Coordinates) => void): void {
  const map = useMap()
  const handler = useRef(onClick)
  useEffect(() => {
    handler.current = onClick
  })
  useEffect(() => {
    if (!map || !isActive) return undefined
    const click = (event: MapMouseEvent) => handler.current([Number(event.lngLat.lng.toFixed(6)), Number(event.lngLat.lat.toFixed(6))])
    map.on('click', click)
    map.getCanvas().style.cursor = 'crosshair'
    return () => {
      map.off('click', click)
      map.getCanvas().style.cursor = ''
    }
  }, [map, isActive])
}
