import type { Account, Lifecycle, Tier } from '@/api/types'

/** What the form of an account holds; empty texts mean "none". */
export interface AccountDraft {
  name: string
  lifecycle: Lifecycle
  tier: Tier | null
  category: string | null
  phone: string
  email: string
  website: string
  owner_id: string | null
  value_12m: number | null
  potential_value: number | null
  visit_interval_days: number | null
  visit_duration_min: number | null
  access_note: string
  note: string
  /** The organisation's own fields by key. */
  custom: Record<string, unknown>
}

export const NEW_ACCOUNT: AccountDraft = {
  name: '',
  lifecycle: 'prospect',
  tier: null,
  category: null,
  phone: '',
  email: '',
  website: '',
  owner_id: null,
  value_12m: 0,
  potential_value: 0,
  visit_interval_days: null,
  visit_duration_min: 30,
  access_note: '',
  note: '',
  custom: {},
}

export function draftOf(account: Account): AccountDraft {
  return {
    name: account.name,
    lifecycle: account.lifecycle,
    tier: account.tier,
    category: account.category,
    phone: account.phone ?? '',
    email: account.email ?? '',
    website: account.website ?? '',
    owner_id: account.owner?.id ?? null,
    value_12m: account.value_12m,
    potential_value: account.potential_value,
    visit_interval_days: account.visit_interval_days,
    visit_duration_min: account.visit_duration_min,
    access_note: account.access_note ?? '',
    note: account.note ?? '',
    custom: account.custom,
  }
}

const TEXTS = ['phone', 'email', 'website', 'access_note', 'note'] as const
const AMOUNTS = ['value_12m', 'potential_value'] as const

/** The body of a request: empty texts become null, an emptied amount is nothing. */
export function bodyOf(draft: Partial<AccountDraft>): Record<string, unknown> {
  const body: Record<string, unknown> = { ...draft }
  for (const name of TEXTS) if (name in draft) body[name] = draft[name]?.trim() || null
  for (const name of AMOUNTS) if (name in draft) body[name] = draft[name] ?? 0
  if ('name' in draft) body['name'] = draft.name?.trim()
  return body
}
