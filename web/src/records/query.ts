import type { Area, Filter } from '@/api/types'

/** The one question that map, list, charts and counts answer; it lives in the URL. */
export interface AccountQuery {
  q?: string | undefined
  lifecycle?: string | undefined
  tier?: string | undefined
  category?: string | undefined
  visit?: string | undefined
  owner?: string | undefined
  territory?: string | undefined
  tag?: string | undefined
  area?: Area | undefined
}

/** The parts of a query that hold comma-separated codes, and the field each asks about. */
export const CODE_FIELDS = {
  lifecycle: 'lifecycle',
  tier: 'tier',
  category: 'category',
  visit: 'visit_status',
  owner: 'owner_id',
  territory: 'territory_id',
  tag: 'tag',
} as const

export type CodeField = keyof typeof CODE_FIELDS

export const codesOf = (value: string | undefined): string[] => (value ? value.split(',') : [])

/** Adds a code to a list of codes, or takes it away. */
export function toggleCode(value: string | undefined, code: string): string | undefined {
  const codes = codesOf(value)
  const next = codes.includes(code) ? codes.filter((c) => c !== code) : [...codes, code]
  return next.length > 0 ? next.join(',') : undefined
}

/** The filter without the area, or null when everything is asked for. */
export function filterOf(query: AccountQuery): Filter | null {
  const parts: Filter[] = []
  const text = query.q?.trim()
  if (text) parts.push({ field: 'text', op: 'contains', value: text })
  for (const [name, field] of Object.entries(CODE_FIELDS)) {
    const codes = codesOf(query[name as CodeField])
    if (codes.length > 0) parts.push(codesFilter(field, codes))
  }
  return join(parts)
}

/** `none` stands for "has no tier" and the like. */
const NONE = 'none'

function codesFilter(field: string, codes: string[]): Filter {
  const isOwnCode = field === 'visit_status'
  const named = isOwnCode ? codes : codes.filter((code) => code !== NONE)
  const parts: Filter[] = []
  if (named.length > 0) parts.push({ field, op: 'in', value: named })
  if (!isOwnCode && codes.includes(NONE)) parts.push({ field, op: 'is_null', value: true })
  return parts.length === 1 ? parts[0]! : { or: parts }
}

/** The filter with the area in it, for endpoints that know no separate area. */
export function filterWithArea(query: AccountQuery): Filter | null {
  const filter = filterOf(query)
  const within: Filter[] = query.area ? [{ field: 'location', op: 'within', value: query.area }] : []
  return join([...(filter ? [filter] : []), ...within])
}

function join(parts: Filter[]): Filter | null {
  if (parts.length === 0) return null
  return parts.length === 1 ? parts[0]! : { and: parts }
}

export const isAsking = (query: AccountQuery): boolean => filterWithArea(query) !== null
