import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import type { PlaceCategory } from '@/api/types'
import { useLocale, useT } from '@/i18n'
import { categoriesQuery } from './lookups'

/** "amenity.fast_food" without any better words: "Fast food". */
export function plainCategory(code: string): string {
  const word = code.slice(code.indexOf('.') + 1).replaceAll('_', ' ')
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** A category's or group's name as the service has it, else from its code. */
export function useCategoryLabel(): (code: string | null | undefined) => string {
  const t = useT()
  const { locale } = useLocale()
  const { data } = useQuery(categoriesQuery)
  const names = useMemo(() => {
    const all = (data?.data ?? []).flatMap((group) => [group, ...group.categories])
    return new Map(all.map(({ code, labels }) => [code, labels[locale]]))
  }, [data, locale])
  return useCallback((code) => (!code || code === 'none' ? t('category.none') : (names.get(code) ?? plainCategory(code))), [t, names])
}

/** Every category without its group, for lists to choose from. */
export function useCategories(): PlaceCategory[] {
  const { data } = useQuery(categoriesQuery)
  return useMemo(() => (data?.data ?? []).flatMap(({ categories }) => categories), [data])
}
