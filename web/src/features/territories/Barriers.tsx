import { PenLine, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Coordinates } from '@/api/types'
import { useT } from '@/i18n'
import { useDrawLine } from '@/map/draw'
import { useOverlay, type OverlayLayer, type OverlaySource } from '@/map/overlay'
import { Button, IconButton } from '@/ui/Button'
import { Notice } from '@/ui/display'
import { Section } from '@/ui/layout'
import css from './territories.module.css'

export interface BarriersProps {
  barriers: Coordinates[][]
  onBarriers: (barriers: Coordinates[][]) => void
}

const LAYERS: OverlayLayer[] = [
  { id: 'barriers-line', type: 'line', layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': '#b3261e', 'line-width': 4, 'line-dasharray': [1.5, 1.5] } },
]

/** Lines that no territory crosses, drawn on the map. */
export function Barriers({ barriers, onBarriers }: BarriersProps) {
  const t = useT()
  const [isDrawing, setDrawing] = useState(false)
  useDrawLine(
    isDrawing
      ? (line) => {
          setDrawing(false)
          onBarriers([...barriers, line])
        }
      : null,
  )
  const source = useMemo<OverlaySource>(
    () => ({
      type: 'geojson',
      data: {
        type: 'FeatureCollection',
        features: barriers.map((coordinates) => ({ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates } })),
      },
    }),
    [barriers],
  )
  useOverlay('barriers', source, LAYERS)
  return (
    <Section title={t('territory.barriers')}>
      <p className="muted small">{t('territory.barriersHint')}</p>
      {barriers.map((_, i) => (
        // A line has nothing but its place in the list to be known by.
        <div key={i} className="spread">
          <span>{t('territory.barrierNumbered', { number: i + 1 })}</span>
          <IconButton label={t('territory.removeBarrier', { number: i + 1 })} icon={<X />} onPress={() => onBarriers(barriers.filter((__, at) => at !== i))} />
        </div>
      ))}
      {isDrawing ? (
        <>
          <Notice>{t('territory.drawingBarrier')}</Notice>
          <Button onPress={() => setDrawing(false)}>{t('common.cancel')}</Button>
        </>
      ) : (
        <div className={css.tool}>
          <Button icon={<PenLine aria-hidden />} onPress={() => setDrawing(true)}>
            {t('territory.drawBarrier')}
          </Button>
        </div>
      )}
    </Section>
  )
}
