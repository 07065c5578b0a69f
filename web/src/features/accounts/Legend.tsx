import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/http'
import type { CodeFigure, Figures, MarketAnswer } from '@/api/types'
import { useFormat, useT, type MessageKey } from '@/i18n'
import mapCss from '@/map/map.module.css'
import { OnMap } from '@/map/OnMap'
import { useViewBox } from '@/map/view-box'
import { useCodeLabel } from '@/records/code-label'
import { categoryColor } from '@/records/colors'
import { useGeneration } from '@/records/changed'
import { useActiveTerritories } from '@/records/lookups'
import { codesOf, filterWithArea, toggleCode, type AccountQuery } from '@/records/query'
import { Bars, Dot } from '@/ui/display'
import { cx } from '@/ui/cx'
import { Select } from '@/ui/Select'
import { CODE_COLORS, COLOR_FIELDS, type ColorField } from './color-by'
import css from './accounts.module.css'

export interface LegendProps {
  query: AccountQuery
  colorBy: ColorField
  onColorBy: (field: ColorField) => void
  onQuery: (patch: AccountQuery) => void
}

/** What the colours mean and how many of each are in sight; an entry filters when pressed. */
export function Legend({ query, colorBy, onColorBy, onQuery }: LegendProps) {
  const t = useT()
  const format = useFormat()
  const label = useCodeLabel()
  const [isOpen, setOpen] = useState(true)
  const counts = useCounts(query, colorBy)
  const colors = useColors(colorBy)
  const selected = new Set(codesOf(query[colorBy]))
  const entries = Object.keys(colors).map((code) => ({ code, count: counts.get(code) ?? 0 }))
  return (
    <OnMap corner="topRight">
      <section className={cx(mapCss.card, css.legend)} aria-label={t('accounts.legend')} data-open={isOpen}>
        <Select
          label={t('accounts.colorBy')}
          labelHidden
          options={COLOR_FIELDS.map((id) => ({ id, label: t(`accounts.colorBy.${id}` as MessageKey) }))}
          value={colorBy}
          onChange={onColorBy}
        />
        {isOpen ? (
          <Bars
            items={entries.map(({ code, count }) => ({ id: code, label: label(colorBy, code), value: count, text: format.number(count), color: colors[code] }))}
            selected={selected}
            onToggle={(code) => onQuery({ [colorBy]: toggleCode(query[colorBy], code) })}
          />
        ) : (
          <div className="row">
            {Object.entries(colors).map(([code, color]) => (
              <Dot key={code} color={color} />
            ))}
          </div>
        )}
        <button type="button" className={css.legendToggle} onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
          {t(isOpen ? 'accounts.legendFold' : 'accounts.legendOpen')}
        </button>
      </section>
    </OnMap>
  )
}

function useColors(field: ColorField): Record<string, string> {
  const territories = useActiveTerritories()
  if (field !== 'territory') return CODE_COLORS[field]
  return Object.fromEntries(territories.map(({ id, color }) => [id, categoryColor(color)]))
}

const FIGURE: Record<ColorField, keyof Figures | 'by_territory'> = {
  lifecycle: 'by_lifecycle',
  tier: 'by_tier',
  visit: 'by_visit_status',
  territory: 'by_territory',
}

/** Counts in the part of the map that is in sight. The field's own filter is left out, so that its other codes keep their numbers. */
function useCounts(query: AccountQuery, field: ColorField): Map<string, number> {
  const bbox = useViewBox()
  const generation = useGeneration()
  const filter = filterWithArea({ ...query, [field]: undefined })
  const { data } = useQuery({
    queryKey: ['market', 'legend', filter, bbox, generation],
    queryFn: ({ signal }) =>
      api.post<MarketAnswer>('/market/query', { area: { type: 'bbox', bbox }, filter: filter ?? undefined }, { signal }),
    enabled: bbox !== null,
    placeholderData: keepPreviousData,
  })
  const figures = (data?.figures as Record<string, unknown> | undefined)?.[FIGURE[field]] as CodeFigure[] | undefined
  return new Map((figures ?? []).map(({ code, count }) => [code ?? 'none', count]))
}
