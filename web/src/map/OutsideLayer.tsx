import { useMemo } from 'react'
import { useTheme } from '@/ui/theme'
import { outsideOf, type Box } from './geometry'
import { useOverlay, type OverlayLayer, type OverlaySource } from './overlay'
import { PALETTES } from './palette'

/** Shades what lies beyond the installed regions, so that the map's end does not look like empty land. */
export function OutsideLayer({ regions }: { regions: Box[] }) {
  const { theme } = useTheme()
  const source = useMemo<OverlaySource | null>(
    () => (regions.length > 0 ? { type: 'geojson', data: { type: 'Feature', properties: {}, geometry: outsideOf(regions) } } : null),
    [regions],
  )
  const layers = useMemo<OverlayLayer[]>(() => {
    const { outside, outsideLine } = PALETTES[theme]
    return [
      { id: 'outside-fill', type: 'fill', paint: { 'fill-color': outside, 'fill-antialias': false } },
      { id: 'outside-line', type: 'line', paint: { 'line-color': outsideLine, 'line-width': 1 } },
    ]
  }, [theme])
  useOverlay('outside', source, layers)
  return null
}
