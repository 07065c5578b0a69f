import type { Lifecycle, Tier, VisitStatus } from '@/api/types'

/** The twelve category colours of tokens.css, for the map, which cannot read CSS variables. */
export const CATEGORY_COLORS = [
  '#4477aa', '#ee8833', '#228866', '#cc6688', '#66aadd', '#bb9922',
  '#7755aa', '#884422', '#44aa99', '#dd5544', '#778899', '#aa4499',
] as const

export const categoryColor = (index: number): string => CATEGORY_COLORS[((index % 12) + 12) % 12]!

export const LIFECYCLE_COLORS: Record<Lifecycle, string> = {
  customer: '#0f7f7a',
  prospect: '#e08a1e',
  lead: '#6a62c4',
  lapsed: '#c2607f',
  lost: '#8a8f98',
  excluded: '#b3bac0',
}

export const TIER_COLORS: Record<Tier | 'none', string> = {
  A: '#8c1c5a',
  B: '#d1495b',
  C: '#e79a4b',
  D: '#c9b458',
  none: '#8a949a',
}

export const VISIT_COLORS: Record<VisitStatus, string> = {
  overdue: '#c8372d',
  due: '#e29a1f',
  not_due: '#2f8f5b',
  none: '#8a949a',
}
