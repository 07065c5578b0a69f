import type { ExpressionSpecification } from '@/map/overlay'
import { CATEGORY_COLORS, LIFECYCLE_COLORS, TIER_COLORS, VISIT_COLORS } from '@/records/colors'
import type { CodeField } from '@/records/query'

export const COLOR_FIELDS = ['lifecycle', 'tier', 'visit', 'territory'] as const
export type ColorField = (typeof COLOR_FIELDS)[number]

export const isColorField = (value: string | undefined): value is ColorField =>
  COLOR_FIELDS.includes(value as ColorField)

/** The fixed colours of a field's codes; territories bring their own. */
export const CODE_COLORS: Record<Exclude<ColorField, 'territory'>, Record<string, string>> = {
  lifecycle: LIFECYCLE_COLORS,
  tier: TIER_COLORS,
  visit: VISIT_COLORS,
}

const PROPERTY: Record<Exclude<ColorField, 'territory'>, string> = { lifecycle: 'lifecycle', tier: 'tier', visit: 'visit_status' }
const FALLBACK = '#8a949a'

/** A point's colour by the chosen field, as an expression for the map. */
export function colorExpression(field: ColorField): ExpressionSpecification {
  if (field === 'territory') {
    const cases = CATEGORY_COLORS.flatMap((color, i) => [i, color])
    return ['match', ['to-number', ['get', 'territory_color'], -1], ...cases, FALLBACK] as unknown as ExpressionSpecification
  }
  const cases = Object.entries(CODE_COLORS[field]).flat()
  return ['match', ['to-string', ['get', PROPERTY[field]]], ...cases, FALLBACK] as unknown as ExpressionSpecification
}

export const queryField = (field: ColorField): CodeField => field
