import { useT } from '@/i18n'
import { CODE_FIELDS, codesOf, toggleCode, type CodeField } from '@/records/query'
import { useCodeLabel } from '@/records/code-label'
import { useAreaLabel } from '@/records/area-label'
import { useAccountQuery, useSetSearch } from '@/records/search'
import { Button } from '@/ui/Button'
import { Chip } from '@/ui/display'
import css from './shell.module.css'

/** The filters in force; each can be taken away. */
export function FilterChips() {
  const t = useT()
  const query = useAccountQuery()
  const setSearch = useSetSearch()
  const label = useCodeLabel()
  const area = useAreaLabel(query.area)
  const codes = (Object.keys(CODE_FIELDS) as CodeField[]).flatMap((field) => codesOf(query[field]).map((code) => ({ field, code })))
  const isEmpty = codes.length === 0 && !query.area && !query.q
  const clearAll = () => {
    const none = Object.fromEntries([...Object.keys(CODE_FIELDS), 'area', 'q'].map((name) => [name, undefined]))
    setSearch(none)
  }
  if (isEmpty) return <div className={css.chips} />
  return (
    <div className={css.chips}>
      {query.q ? (
        <Chip onRemove={() => setSearch({ q: undefined })} removeLabel={t('common.remove')}>
          {query.q}
        </Chip>
      ) : null}
      {query.area ? (
        <Chip onRemove={() => setSearch({ area: undefined })} removeLabel={t('common.remove')}>
          {area}
        </Chip>
      ) : null}
      {codes.map(({ field, code }) => (
        <Chip key={`${field}:${code}`} onRemove={() => setSearch({ [field]: toggleCode(query[field], code) })} removeLabel={t('common.remove')}>
          {label(field, code)}
        </Chip>
      ))}
      <Button variant="quiet" onPress={clearAll}>
        {t('common.clear')}
      </Button>
    </div>
  )
}
