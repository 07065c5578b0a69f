import type { Map } from 'maplibre-gl'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useLocale, useT } from '@/i18n'
import { useTheme } from '@/ui/theme'
import { MapContext, StageContext } from './context'
import { createMap, restyle } from './create'
import type { Box } from './geometry'
import css from './map.module.css'
import { OutsideLayer } from './OutsideLayer'
import { baseStyle } from './style'
import { Echo, parseView, viewText } from './view'

const EASE_MS = 400

export interface MapStageProps {
  /** Where the map looks when the URL says nothing. */
  home: Box
  /** The boxes of the installed regions. */
  regions: Box[]
  /** The view that the URL names: "lng,lat,zoom". */
  at: string | undefined
  onView: (at: string) => void
  /** False until the map is first needed and it is known where it should look. */
  isStarted: boolean
  isHidden: boolean
  children: ReactNode
}

const PULSE_MS = 100

/**
 * Keeps `data-ready` on the element. MapLibre asks whether it is idle only when it has drawn a frame, and a
 * source whose worker ends after the last frame draws no further one: so frames are asked for until it says so.
 */
function watchReady(map: Map, element: HTMLElement): () => void {
  let pulse: number | undefined
  const stop = () => {
    window.clearInterval(pulse)
    pulse = undefined
  }
  const busy = () => {
    element.removeAttribute('data-ready')
    pulse ??= window.setInterval(() => map.triggerRepaint(), PULSE_MS)
  }
  map.on('movestart', busy)
  map.on('moveend', busy)
  map.on('dataloading', busy)
  map.on('idle', () => {
    stop()
    element.setAttribute('data-ready', 'true')
  })
  return stop
}

/** The map that stays while pages come and go; `data-ready` is set whenever it has drawn all it knows. */
export function MapStage({ home, regions, at, onView, isStarted, isHidden, children }: MapStageProps) {
  const t = useT()
  const { theme } = useTheme()
  const { locale } = useLocale()
  const container = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<Map | null>(null)
  const [stage, setStage] = useState<HTMLElement | null>(null)
  const report = useRef(onView)
  const echo = useRef(new Echo())
  useEffect(() => {
    report.current = onView
  })

  useEffect(() => {
    const element = container.current
    if (!element || !isStarted) return undefined
    const words = { 'NavigationControl.ZoomIn': t('shell.zoomIn'), 'NavigationControl.ZoomOut': t('shell.zoomOut'), 'AttributionControl.ToggleAttribution': t('shell.attribution'), 'Map.Title': t('shell.map') }
    const created = createMap(element, baseStyle(theme, locale, location.origin), parseView(at) ?? home, words)
    // For the browser stories, which ask the map what it shows.
    Object.assign(element, { map: created })
    created.once('style.load', () => setMap(created))
    created.on('moveend', () => {
      const text = viewText(created)
      echo.current.sent(text)
      report.current(text)
    })
    const stopWatching = watchReady(created, element)
    return () => {
      stopWatching()
      setMap(null)
      created.remove()
    }
    // The map is made once; what changes afterwards is handled below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isStarted])

  const isFirstStyle = useRef(true)
  useEffect(() => {
    if (!map) return
    if (isFirstStyle.current) isFirstStyle.current = false
    else restyle(map, baseStyle(theme, locale, location.origin))
  }, [map, theme, locale])

  useEffect(() => {
    const view = parseView(at)
    if (map && view && at && !echo.current.isOwn(at)) map.easeTo({ ...view, duration: EASE_MS })
  }, [map, at])

  return (
    <MapContext value={map}>
      <StageContext value={isHidden ? null : stage}>
        <main ref={setStage} className={css.stage} hidden={isHidden} aria-label={t('shell.map')}>
          <div ref={container} className={css.canvas} data-testid="map" />
        </main>
        <OutsideLayer regions={regions} />
        {children}
      </StageContext>
    </MapContext>
  )
}
