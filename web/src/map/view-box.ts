import { useEffect, useState } from 'react'
import { useMap } from './context'
import type { Box } from './geometry'
import { underSheet } from './sheet'

export type { Box }

const DIGITS = 4

/** The box in sight, a phone's sheet aside, once the map stands still. */
export function useViewBox(): Box | null {
  const map = useMap()
  const [box, setBox] = useState<Box | null>(null)
  useEffect(() => {
    if (!map) return undefined
    const read = () => {
      const bounds = map.getBounds()
      const round = (value: number, limit: number) => Number(Math.max(-limit, Math.min(limit, value)).toFixed(DIGITS))
      const container = map.getContainer()
      const { lat: south } = map.unproject([0, container.clientHeight - underSheet(container)])
      setBox([round(bounds.getWest(), 180), round(south, 85), round(bounds.getEast(), 180), round(bounds.getNorth(), 85)])
    }
    read()
    map.on('moveend', read)
    return () => void map.off('moveend', read)
  }, [map])
  return box
}

/** The whole zoom level in use, once the map stands still. */
export function useZoom(): number {
  const map = useMap()
  const [zoom, setZoom] = useState(0)
  useEffect(() => {
    if (!map) return undefined
    const read = () => setZoom(Math.round(map.getZoom()))
    read()
    map.on('moveend', read)
    return () => void map.off('moveend', read)
  }, [map])
  return zoom
}
