import type { Map } from 'maplibre-gl'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useLocale, useT } from '@/i18n'
import { useTheme } from '@/ui/theme'
import { MapContext, StageContext } from './context'
import { createMap, restyle, type View } from './create'
import css from './map.module.css'
import { baseStyle } from './style'

export interface MapStageProps {
  /** Where the map looks when the URL says nothing. */
  home: View
  view: View | null
  onView: (view: View) => void
  /** False until the map is first needed and it is known where it should look. */
  isStarted: boolean
  isHidden: boolean
  children: ReactNode
}

/** The map that stays while pages come and go; `data-ready` is set whenever it has drawn all it knows. */
export function MapStage({ home, view, onView, isStarted, isHidden, children }: MapStageProps) {
  const t = useT()
  const { theme } = useTheme()
  const { locale } = useLocale()
  const container = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<Map | null>(null)
  const [stage, setStage] = useState<HTMLElement | null>(null)
  const report = useRef(onView)
  const shown = useRef<View | null>(null)
  useEffect(() => {
    report.current = onView
  })

  useEffect(() => {
    const element = container.current
    if (!element || !isStarted) return undefined
    const words = { 'NavigationControl.ZoomIn': t('shell.zoomIn'), 'NavigationControl.ZoomOut': t('shell.zoomOut'), 'AttributionControl.ToggleAttribution': t('shell.attribution'), 'Map.Title': t('shell.map') }
    const created = createMap(element, baseStyle(theme, locale, location.origin), view ?? home, words)
    // For the browser stories, which ask the map what it shows.
    Object.assign(element, { map: created })
    created.once('style.load', () => setMap(created))
    created.on('moveend', () => {
      shown.current = viewOf(created)
      report.current(shown.current)
    })
    created.on('idle', () => element.setAttribute('data-ready', 'true'))
    created.on('movestart', () => element.removeAttribute('data-ready'))
    created.on('dataloading', () => element.removeAttribute('data-ready'))
    return () => {
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
    if (map && view && !isSame(view, shown.current ?? viewOf(map))) map.easeTo({ ...view, duration: 400 })
  }, [map, view])

  return (
    <MapContext value={map}>
      <StageContext value={isHidden ? null : stage}>
        <main ref={setStage} className={css.stage} hidden={isHidden} aria-label={t('shell.map')}>
          <div ref={container} className={css.canvas} data-testid="map" />
        </main>
        {children}
      </StageContext>
    </MapContext>
  )
}

const round = (value: number, digits: number) => Number(value.toFixed(digits))

function viewOf(map: Map): View {
  const { lng, lat } = map.getCenter()
  return { center: [round(lng, 5), round(lat, 5)], zoom: round(map.getZoom(), 2) }
}

const isSame = (a: View, b: View): boolean =>
  a.zoom === b.zoom && a.center[0] === b.center[0] && a.center[1] === b.center[1]
