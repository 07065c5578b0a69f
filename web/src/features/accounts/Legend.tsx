import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/http'
import type { Area, Filter, MarketAnswer } from '@/api/types'
import { useFormat, useT, type MessageKey } from '@/i18n'
import mapCss from '@/map/map.module.css'
import { OnMap } from '@/map/OnMap'
import { useViewBox } from '@/map/view-box'
import { useCodeLabel } from '@/records/code-label'
import { categoryColor } from '@/records/colors'
import { VISIT_STATUSES } from '@/records/labels'
import { useGeneration } from '@/records/changed'
import { useActiveTerritories } from '@/records/lookups'
import { codesOf, filterWithArea, toggleCode, type AccountQuery } from '@/records/query'
import { Bars, Dot } from '@/ui/display'
import { cx } from '@/ui/cx'
import { useIsPhone } from '@/ui/media'
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
  const [isOpen, setOpen] = useState(!useIsPhone())
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


/** Counts in the part of the map that is in sight. The field's own filter is left out, so that its other codes keep their numbers. */
function useCounts(query: AccountQuery, field: ColorField): Map<string, number> {
  const bbox = useViewBox()
  const generation = useGeneration()
  const filter = filterWithArea({ ...query, [field]: undefined })
  const { data } = useQuery({
    queryKey: ['market', 'legend', field, filter, bbox, generation],
    queryFn: ({ signal }) => countBy(field, { type: 'bbox', bbox: bbox! }, filter, signal),
    enabled: bbox !== null,
    placeholderData: keepPreviousData,
  })
  return data ?? NO_COUNTS
}

const NO_COUNTS = new Map<string, number>()
const GROUP_BY = { lifecycle: 'lifecycle', tier: 'tier', territory: 'territory_id' } as const

async function countBy(field: ColorField, area: Area, filter: Filter | null, signal: AbortSignal): Promise<Map<string, number>> {
  if (field === 'visit') return countVisits(area, filter, signal)
  const body = { area, filter: filter ?? undefined, group_by: GROUP_BY[field] }
  const { groups } = await api.post<MarketAnswer>('/market/query', body, { signal })
  return new Map((groups ?? []).map(({ code, count }) => [code ?? 'none', count]))
}

/** What is due depends on today's date and is no group of the index: each status is counted by its own question. */
async function countVisits(area: Area, filter: Filter | null, signal: AbortSignal): Promise<Map<string, number>> {
  const counts = VISIT_STATUSES.map(async (status) => {
    const due: Filter = { field: 'visit_status', op: 'eq', value: status }
    const { figures } = await api.post<MarketAnswer>('/market/query', { area, filter: filter ? { and: [filter, due] } : due }, { signal })
    return [status, figures.total] as const
  })
  return new Map(await Promise.all(counts))
}
