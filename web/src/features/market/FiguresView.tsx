import { useSession } from '@/api/session'
import type { CodeFigure, Figures } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { useCategoryLabel } from '@/records/categories'
import { useCodeLabel } from '@/records/code-label'
import { LIFECYCLE_COLORS, TIER_COLORS } from '@/records/colors'
import { LIFECYCLES, TIERS } from '@/records/labels'
import { codesOf, toggleCode, type AccountQuery, type CodeField } from '@/records/query'
import { Bars, Stats } from '@/ui/display'
import { Section } from '@/ui/layout'
import { countOf, topGroups } from './model'

const CATEGORIES_MAX = 12

export interface FiguresViewProps {
  figures: Figures
  query: AccountQuery
  /** Absent for a saved snapshot, whose figures stand still. */
  onQuery?: ((patch: AccountQuery) => void) | undefined
}

/** The answer in numbers and bars; a bar filters map, list and numbers alike. */
export function FiguresView({ figures, query, onQuery }: FiguresViewProps) {
  const t = useT()
  const format = useFormat()
  const label = useCodeLabel()
  const category = useCategoryLabel()
  const { organisation } = useSession()
  const money = (value: number) => format.moneyShort(value, organisation.currency)
  const toggle = (field: CodeField) => (code: string) => onQuery?.({ [field]: toggleCode(query[field], code) })
  const lifecycle = (code: string) => ({
    isSelected: codesOf(query.lifecycle).includes(code),
    ...(onQuery ? { onPress: () => toggle('lifecycle')(code) } : {}),
  })
  const bars = (field: CodeField, groups: CodeFigure[], colors?: Record<string, string>) =>
    groups.map(({ code, count }) => ({
      id: code ?? 'none',
      label: field === 'category' ? category(code) : label(field, code ?? 'none'),
      value: count,
      text: format.number(count),
      color: colors?.[code ?? 'none'],
    }))
  const { top, rest } = topGroups(figures.by_category, CATEGORIES_MAX)
  const ordered = (codes: readonly string[], groups: CodeFigure[]) => codes.map((code) => groups.find((g) => (g.code ?? 'none') === code) ?? { code, count: 0 })
  return (
    <>
      <Stats
        items={[
          { label: t('market.total'), value: format.number(figures.total) },
          { label: t('market.customers'), value: format.number(countOf(figures.by_lifecycle, 'customer')), ...lifecycle('customer') },
          { label: t('market.prospects'), value: format.number(countOf(figures.by_lifecycle, 'prospect')), ...lifecycle('prospect') },
          { label: t('market.penetration'), value: figures.penetration === null ? '–' : format.percent(figures.penetration, 1) },
          { label: t('record.valueShort'), value: money(figures.value_12m) },
          { label: t('record.potential'), value: money(figures.potential_value) },
          ...(figures.unknown_places === null ? [] : [{ label: t('market.unknown'), value: format.number(figures.unknown_places), detail: t('market.unknownHint') }]),
        ]}
      />
      <Section title={t('record.lifecycle')}>
        <Bars items={bars('lifecycle', ordered(LIFECYCLES, figures.by_lifecycle), LIFECYCLE_COLORS)} selected={new Set(codesOf(query.lifecycle))} onToggle={toggle('lifecycle')} />
      </Section>
      <Section title={t('record.tier')}>
        <Bars items={bars('tier', ordered([...TIERS, 'none'], figures.by_tier), TIER_COLORS)} selected={new Set(codesOf(query.tier))} onToggle={toggle('tier')} />
      </Section>
      <Section title={t('record.category')}>
        <Bars items={bars('category', top)} selected={new Set(codesOf(query.category))} onToggle={toggle('category')} />
        {rest > 0 ? <p className="muted small">{t('market.otherCategories', { count: rest })}</p> : null}
      </Section>
    </>
  )
}
