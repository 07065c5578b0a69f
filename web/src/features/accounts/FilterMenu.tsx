import { ListFilter } from 'lucide-react'
import { useT } from '@/i18n'
import { useCategories, useCategoryLabel } from '@/records/categories'
import { useCodeLabel } from '@/records/code-label'
import { LIFECYCLES, TIERS, VISIT_STATUSES } from '@/records/labels'
import { useActiveTerritories, useTags, useUsers } from '@/records/lookups'
import { CODE_FIELDS, codesOf, toggleCode, type AccountQuery, type CodeField } from '@/records/query'
import { Button } from '@/ui/Button'
import { Checkbox } from '@/ui/Choice'
import { Field } from '@/ui/Field'
import { Popover } from '@/ui/Menu'
import { Select } from '@/ui/Select'
import css from './filter.module.css'

export interface FilterMenuProps {
  query: AccountQuery
  onQuery: (patch: AccountQuery) => void
}

/** All filters in one place; what is in force also stands as chips above the map. */
export function FilterMenu({ query, onQuery }: FilterMenuProps) {
  const t = useT()
  const count = (Object.keys(CODE_FIELDS) as CodeField[]).reduce((sum, field) => sum + codesOf(query[field]).length, 0)
  return (
    <Popover
      label={t('accounts.filter')}
      trigger={
        <Button variant="secondary" icon={<ListFilter aria-hidden />}>
          {count > 0 ? t('accounts.filterCount', { count }) : t('accounts.filter')}
        </Button>
      }
    >
      <div className={css.filters}>
        <Field label={t('accounts.nameOrAddress')} value={query.q ?? ''} onChange={(q) => onQuery({ q: q || undefined })} inputMode="search" />
        <Codes field="lifecycle" codes={LIFECYCLES} query={query} onQuery={onQuery} />
        <Codes field="tier" codes={[...TIERS, 'none']} query={query} onQuery={onQuery} />
        <Codes field="visit" codes={VISIT_STATUSES} query={query} onQuery={onQuery} />
        <Pickers query={query} onQuery={onQuery} />
      </div>
    </Popover>
  )
}

const HEADINGS = { lifecycle: 'record.lifecycle', tier: 'record.tier', visit: 'record.visitStatus' } as const

function Codes({ field, codes, query, onQuery }: FilterMenuProps & { field: keyof typeof HEADINGS; codes: readonly string[] }) {
  const t = useT()
  const label = useCodeLabel()
  const selected = codesOf(query[field])
  return (
    <fieldset className={css.codes}>
      <legend>{t(HEADINGS[field])}</legend>
      {codes.map((code) => (
        <Checkbox key={code} isSelected={selected.includes(code)} onChange={() => onQuery({ [field]: toggleCode(query[field], code) })}>
          {label(field, code)}
        </Checkbox>
      ))}
    </fieldset>
  )
}

/** Long lists: chosen one at a time, shown as chips. */
function Pickers({ query, onQuery }: FilterMenuProps) {
  const t = useT()
  const category = useCategoryLabel()
  const categories = useCategories()
  const lists: { field: CodeField; label: string; options: { id: string; label: string }[] }[] = [
    { field: 'category', label: t('record.category'), options: categories.map(({ code }) => ({ id: code, label: category(code) })) },
    { field: 'owner', label: t('record.owner'), options: [...useUsers().map(({ id, name }) => ({ id, label: name })), { id: 'none', label: t('record.noOwner') }] },
    { field: 'territory', label: t('record.territory'), options: [...useActiveTerritories().map(({ id, name }) => ({ id, label: name })), { id: 'none', label: t('record.noTerritory') }] },
    { field: 'tag', label: t('record.tag'), options: useTags().map(({ id, name }) => ({ id, label: name })) },
  ]
  return (
    <div className={css.pickers}>
      {lists
        .filter(({ options }) => options.length > 0)
        .map(({ field, label, options }) => (
          <Select
            key={field}
            label={label}
            options={options}
            value={null}
            placeholder={chosen(codesOf(query[field]).length)}
            onChange={(code) => onQuery({ [field]: toggleCode(query[field], code) })}
          />
        ))}
    </div>
  )
  function chosen(count: number): string {
    return count > 0 ? t('accounts.chosen', { count }) : t('common.any')
  }
}
