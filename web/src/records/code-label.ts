import { useT } from '@/i18n'
import { useCategoryLabel } from './categories'
import { lifecycleLabel, tierLabel, visitLabel } from './labels'
import { useLookups } from './lookups'
import type { CodeField } from './query'

/** The words for a code of any filterable field. */
export function useCodeLabel(): (field: CodeField, code: string) => string {
  const t = useT()
  const category = useCategoryLabel()
  const { user, territory, tag } = useLookups()
  return (field, code) => {
    switch (field) {
      case 'lifecycle':
        return lifecycleLabel(t, code)
      case 'tier':
        return tierLabel(t, code)
      case 'visit':
        return visitLabel(t, code)
      case 'category':
        return category(code)
      case 'owner':
        return code === 'none' ? t('record.noOwner') : (user(code)?.name ?? t('record.owner'))
      case 'territory':
        return code === 'none' ? t('record.noTerritory') : (territory(code)?.name ?? t('record.territory'))
      case 'tag':
        return tag(code)?.name ?? t('record.tag')
    }
  }
}
