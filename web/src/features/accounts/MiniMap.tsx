import { Map as MapLibre, Marker } from 'maplibre-gl'
import { useEffect, useRef } from 'react'
import type { Coordinates } from '@/api/types'
import { useLocale, useT } from '@/i18n'
import '@/map/create'
import { baseStyle } from '@/map/style'
import { useTheme } from '@/ui/theme'
import css from './accounts.module.css'

export interface Neighbour {
  id: string
  name: string
  location: Coordinates
  color: string
}

export interface MiniMapProps {
  name: string
  location: Coordinates
  neighbours: Neighbour[]
  /** Given when the pin may be moved. */
  onMove?: ((to: Coordinates) => void) | undefined
}

const ZOOM = 16
const KEY_STEP_PX = 8

/** Where one account lies, with its neighbours; the pin can be dragged, or moved by the arrow keys. */
export function MiniMap({ name, location: at, neighbours, onMove }: MiniMapProps) {
  const t = useT()
  const { theme } = useTheme()
  const { locale } = useLocale()
  const container = useRef<HTMLDivElement>(null)
  const move = useRef(onMove)
  useEffect(() => {
    move.current = onMove
  })
  const isMovable = onMove !== undefined
  const key = JSON.stringify([at, neighbours])
  useEffect(() => {
    const element = container.current
    if (!element) return undefined
    const map = new MapLibre({
      container: element,
      style: baseStyle(theme, locale, location.origin),
      center: at,
      zoom: ZOOM,
      attributionControl: { compact: true },
      cooperativeGestures: false,
      scrollZoom: false,
      dragRotate: false,
      locale: { 'Map.Title': t('accounts.location') },
    })
    for (const { location: spot, color, name: title } of neighbours) {
      const dot = document.createElement('span')
      dot.className = css.neighbour ?? ''
      dot.style.background = color
      dot.title = title
      // The list beside the map names them; here they only show where.
      dot.setAttribute('aria-hidden', 'true')
      new Marker({ element: dot }).setLngLat(spot).addTo(map)
    }
    const pin = new Marker({ color: '#0b6a6a', draggable: isMovable }).setLngLat(at).addTo(map)
    const handle = pin.getElement()
    handle.setAttribute('aria-label', t('accounts.pin', { name }))
    const finish = () => move.current?.(rounded(pin.getLngLat().toArray()))
    if (isMovable) {
      pin.on('dragend', finish)
      handle.tabIndex = 0
      handle.setAttribute('role', 'button')
      handle.addEventListener('keydown', (event) => {
        const step = STEPS[event.key]
        if (!step) return
        event.preventDefault()
        event.stopPropagation()
        const spot = map.project(pin.getLngLat())
        pin.setLngLat(map.unproject([spot.x + step[0] * KEY_STEP_PX, spot.y + step[1] * KEY_STEP_PX]))
      })
      handle.addEventListener('keyup', (event) => {
        if (event.key === 'Enter') finish()
      })
    }
    return () => map.remove()
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key stands for place and neighbours
  }, [key, theme, locale, isMovable, name])
  return <div ref={container} className={css.miniMap} />
}

const STEPS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

const rounded = ([lng, lat]: [number, number]): Coordinates => [Number(lng.toFixed(6)), Number(lat.toFixed(6))]
