import { useMemo } from 'react'
import type { Account } from '@/api/types'
import { useSession } from '@/api/session'
import { useFormat, useT } from '@/i18n'
import { addressLine } from '@/records/address'
import { useCategoryLabel } from '@/records/categories'
import { categoryColor } from '@/records/colors'
import { LifecycleLabel, tierLabel, VisitBadge } from '@/records/labels'
import type { Column } from '@/ui/DataTable'
import { Dot } from '@/ui/display'

const SHOWN_AT_FIRST = ['name', 'lifecycle', 'tier', 'category', 'visit_status', 'owner', 'value_12m', 'potential_value', 'address']

export const STORED_COLUMNS = 'gcrm.columns'

export function initialColumns(): string[] {
  const stored = localStorage.getItem(STORED_COLUMNS)
  return stored ? stored.split(',') : SHOWN_AT_FIRST
}

/** Every column that the account list knows; which are shown is the person's choice. */
export function useAccountColumns(): Column<Account>[] {
  const t = useT()
  const format = useFormat()
  const category = useCategoryLabel()
  const { organisation } = useSession()
  return useMemo(() => {
    const money = (value: number) => format.money(value, organisation.currency)
    const day = (value: string | null) => (value ? format.date(value) : '')
    const columns: Column<Account>[] = [
      { id: 'name', label: t('common.name'), width: 180, grow: 2, isSortable: true, cell: (a) => <strong style={{ fontWeight: 600 }}>{a.name}</strong> },
      { id: 'lifecycle', label: t('record.lifecycle'), width: 116, isSortable: true, cell: (a) => <LifecycleLabel code={a.lifecycle} /> },
      { id: 'tier', label: t('record.tier'), width: 84, isSortable: true, cell: (a) => (a.tier ? tierLabel(t, a.tier) : '') },
      { id: 'category', label: t('record.category'), width: 116, grow: 1, isSortable: true, cell: (a) => (a.category ? category(a.category) : '') },
      { id: 'visit_status', label: t('record.visitStatus'), width: 124, cell: (a) => <VisitBadge status={a.visit_status} /> },
      { id: 'owner', label: t('record.owner'), width: 116, grow: 1, cell: (a) => a.owner?.name ?? '' },
      { id: 'territory', label: t('record.territory'), width: 124, grow: 1, cell: (a) => a.territory && <TerritoryName {...a.territory} /> },
      { id: 'value_12m', label: t('record.valueShort'), width: 108, align: 'end', isSortable: true, cell: (a) => money(a.value_12m) },
      { id: 'potential_value', label: t('record.potential'), width: 124, align: 'end', isSortable: true, cell: (a) => money(a.potential_value) },
      { id: 'last_visit_at', label: t('record.lastVisit'), width: 116, align: 'end', isSortable: true, cell: (a) => day(a.last_visit_at) },
      { id: 'next_due_on', label: t('record.nextDue'), width: 116, align: 'end', isSortable: true, cell: (a) => day(a.next_due_on) },
      { id: 'address', label: t('record.address'), width: 200, grow: 2, cell: (a) => addressLine(a.site) },
      { id: 'phone', label: t('record.phone'), width: 144, cell: (a) => a.phone ?? '' },
      { id: 'created_at', label: t('record.created'), width: 116, align: 'end', isSortable: true, cell: (a) => day(a.created_at) },
    ]
    return columns
  }, [t, format, category, organisation.currency])
}

function TerritoryName({ name, color }: { name: string; color: number }) {
  return (
    <span className="row" style={{ flexWrap: 'nowrap', gap: 6 }}>
      <Dot color={categoryColor(color)} />
      <span className="ellipsis">{name}</span>
    </span>
  )
}
