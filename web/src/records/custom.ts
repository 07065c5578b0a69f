import { useQuery } from '@tanstack/react-query'
import { api } from '@/api/http'
import type { CustomField, List } from '@/api/types'
import { useFormat, useLocale, useT, type Locale } from '@/i18n'

export type CustomValue = string | number | boolean | null
export type CustomValues = Record<string, unknown>

const STALE_MS = 60_000
const NO_FIELDS: CustomField[] = []

/** The organisation's own fields of accounts, in the order they are shown. */
export function useCustomFields(): CustomField[] {
  return useQuery({ queryKey: ['custom-fields'], queryFn: () => api.get<List<CustomField>>('/custom-fields'), staleTime: STALE_MS }).data?.data ?? NO_FIELDS
}

interface Labelled {
  label_en: string
  label_ko: string
}

export const labelOf = (labelled: Labelled, locale: Locale): string => (locale === 'ko' ? labelled.label_ko : labelled.label_en)

/** A field's name in the reader's language. */
export function useLabelOf(): (labelled: Labelled) => string {
  const { locale } = useLocale()
  return (labelled) => labelOf(labelled, locale)
}

/** A value as people read it; null where there is none. */
export function useCustomText(): (field: CustomField, value: unknown) => string | null {
  const t = useT()
  const format = useFormat()
  const label = useLabelOf()
  return (field, value) => {
    if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no')
    if (typeof value === 'number') return format.number(value)
    if (typeof value !== 'string' || value === '') return null
    if (field.type === 'date') return format.date(value)
    const choice = field.choices.find(({ key }) => key === value)
    return choice ? label(choice) : value
  }
}
