import { useT, type MessageKey } from '@/i18n'
import { useCodeLabel } from '@/records/code-label'
import { useCustomFields, useCustomText, useLabelOf } from '@/records/custom'
import { useLookups } from '@/records/lookups'

const LABELS: Record<string, MessageKey> = {
  name: 'common.name',
  lifecycle: 'record.lifecycle',
  tier: 'record.tier',
  category: 'record.category',
  phone: 'record.phone',
  email: 'record.email',
  website: 'record.website',
  owner_id: 'record.owner',
  territory_id: 'record.territory',
  value_12m: 'record.value',
  potential_value: 'record.potential',
  visit_interval_days: 'accounts.interval',
  visit_duration_min: 'accounts.duration',
  access_note: 'accounts.accessNote',
  note: 'accounts.note',
  custom: 'accounts.customFields',
}
const NOTHING = '—'
const OWN = 'custom.'

export interface ChangeText {
  field: (field: string) => string
  value: (field: string, value: unknown) => string
}

/** Fields of an account and their values in the reader's words. */
export function useChangeText(): ChangeText {
  const t = useT()
  const codeLabel = useCodeLabel()
  const { user, territory } = useLookups()
  const fields = useCustomFields()
  const label = useLabelOf()
  const customText = useCustomText()
  const own = (field: string) => (field.startsWith(OWN) ? fields.find(({ key }) => key === field.slice(OWN.length)) : undefined)
  return {
    field: (field) => {
      const custom = own(field)
      return custom ? label(custom) : LABELS[field] ? t(LABELS[field]) : field
    },
    value: (field, value) => {
      if (value === null || value === undefined || value === '') return NOTHING
      const custom = own(field)
      if (custom) return customText(custom, value) ?? NOTHING
      if (typeof value === 'object') return JSON.stringify(value)
      const text = String(value)
      if (field === 'lifecycle' || field === 'tier' || field === 'category') return codeLabel(field, text)
      if (field === 'owner_id') return user(text)?.name ?? text
      if (field === 'territory_id') return territory(text)?.name ?? text
      return text
    },
  }
}
