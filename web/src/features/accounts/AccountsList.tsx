import { Building2, Columns3 } from 'lucide-react'
import { useState } from 'react'
import { useT } from '@/i18n'
import { explain } from '@/records/errors'
import { hoverAccount, useHovered } from '@/records/hover'
import { isAsking, type AccountQuery } from '@/records/query'
import { IconButton } from '@/ui/Button'
import { Checkbox } from '@/ui/Choice'
import { DataTable } from '@/ui/DataTable'
import { Empty, Failure } from '@/ui/display'
import { Popover } from '@/ui/Menu'
import { initialColumns, STORED_COLUMNS, useAccountColumns } from './columns'
import { parseSort, sortText, type AccountRows } from './rows'

export interface AccountsListProps {
  query: AccountQuery
  rows: AccountRows
  shown: string[]
  sort: string | undefined
  onSort: (sort: string) => void
  selected: string | undefined
  onSelect: (id: string) => void
}

/** The list side of the one query. */
export function AccountsList({ query, rows, shown, sort, onSort, selected, onSelect }: AccountsListProps) {
  const t = useT()
  const hovered = useHovered()
  const columns = useAccountColumns().filter(({ id }) => shown.includes(id))
  if (rows.error) return <Failure message={explain(rows.error)} onRetry={rows.retry} />
  if (!rows.isPending && rows.total === 0) return <NoAccounts isAsking={isAsking(query)} />
  return (
    <DataTable
      label={t('shell.accounts')}
      columns={columns}
      count={rows.isPending ? 12 : rows.total}
      row={rows.row}
      rowId={(account) => account.id}
      sort={parseSort(sort)}
      onSort={(next) => onSort(sortText(next))}
      selectedId={selected ?? null}
      hoveredId={hovered}
      onSelect={(account) => onSelect(account.id)}
      onHover={(account) => hoverAccount(account?.id ?? null)}
      onReach={rows.onReach}
    />
  )
}

function NoAccounts({ isAsking: asked }: { isAsking: boolean }) {
  const t = useT()
  return (
    <Empty icon={<Building2 aria-hidden />} title={t(asked ? 'accounts.noneMatch' : 'accounts.noneYet')}>
      {t(asked ? 'accounts.noneMatchHint' : 'accounts.noneYetHint')}
    </Empty>
  )
}

export function useShownColumns(): [string[], (id: string, isShown: boolean) => void] {
  const [shown, setShown] = useState(initialColumns)
  const set = (id: string, isShown: boolean) => {
    const next = isShown ? [...shown, id] : shown.filter((other) => other !== id)
    localStorage.setItem(STORED_COLUMNS, next.join(','))
    setShown(next)
  }
  return [shown, set]
}

export function ColumnChooser({ shown, onChange }: { shown: string[]; onChange: (id: string, isShown: boolean) => void }) {
  const t = useT()
  const columns = useAccountColumns()
  return (
    <Popover label={t('accounts.columns')} trigger={<IconButton label={t('accounts.columns')} icon={<Columns3 />} />}>
      <h3>{t('accounts.columns')}</h3>
      <div>
        {columns.map(({ id, label }) => (
          <div key={id}>
            <Checkbox isSelected={shown.includes(id)} isDisabled={id === 'name'} onChange={(on) => onChange(id, on)}>
              {label}
            </Checkbox>
          </div>
        ))}
      </div>
    </Popover>
  )
}
