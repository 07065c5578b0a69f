import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useLocale, useT, type Locale, type MessageKey } from '@/i18n'
import words from '@/i18n/messages/en/category.json'
import { categoriesQuery } from './lookups'

/** "amenity.fast_food" without any better words: "Fast food". */
export function plainCategory(code: string): string {
  const word = code.slice(code.indexOf('.') + 1).replaceAll('_', ' ')
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** A category's name: from the service, else from our own list, else from its code. */
export function useCategoryLabel(): (code: string | null | undefined) => string {
  const t = useT()
  const { locale } = useLocale()
  const { data } = useQuery(categoriesQuery)
  const names = useMemo(() => new Map((data?.data ?? []).map((c) => [c.code, labelOf(c, locale)])), [data, locale])
  return (code) => {
    if (!code || code === 'none') return t('category.none')
    if (code in words) return t(`category.${code}` as MessageKey)
    return names.get(code) ?? plainCategory(code)
  }
}

const labelOf = (category: { code: string; label_en?: string; label_ko?: string }, locale: Locale): string =>
  category[`label_${locale}`] ?? plainCategory(category.code)
