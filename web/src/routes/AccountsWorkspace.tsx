import { useMemo } from 'react'
import { AccountPanel } from '@/features/accounts/AccountPanel'
import { AccountsLayer } from '@/features/accounts/AccountsLayer'
import { AccountsList, ColumnChooser, useShownColumns } from '@/features/accounts/AccountsList'
import css from '@/features/accounts/accounts.module.css'
import { isColorField } from '@/features/accounts/color-by'
import { FilterMenu } from '@/features/accounts/FilterMenu'
import { Legend } from '@/features/accounts/Legend'
import { parseSort, useAccountRows } from '@/features/accounts/rows'
import { useT } from '@/i18n'
import { useViewBox } from '@/map/view-box'
import type { AccountQuery } from '@/records/query'
import { useAccountQuery, useAppSearch, useSetSearch } from '@/records/search'
import { Checkbox } from '@/ui/Choice'
import { Drawer } from '@/ui/layout'
import { useIsPhone } from '@/ui/media'
import { AccountsMenu } from './AccountsMenu'
import { WorkPanel } from './WorkPanel'

/** List and map as two views of one query. */
export function AccountsWorkspace({ isListOnly }: { isListOnly: boolean }) {
  const t = useT()
  const search = useAppSearch()
  const setSearch = useSetSearch()
  const query = useAccountQuery()
  const isPhone = useIsPhone()
  const box = useViewBox()
  const isFollowing = !isListOnly && search.scope === 'view' && !query.area
  const listQuery = useMemo<AccountQuery>(() => (isFollowing && box ? { ...query, area: { type: 'bbox', bbox: box } } : query), [query, isFollowing, box])
  const rows = useAccountRows(listQuery, parseSort(search.sort))
  const [shown, setShown] = useShownColumns()
  const colorBy = isColorField(search.color) ? search.color : 'lifecycle'
  const select = (id: string) => setSearch({ sel: id, panel: undefined })
  const onQuery = (patch: object) => setSearch(patch, { replace: true })

  const head = (
    <>
      <h2 className="num">{rows.isPending ? t('common.loading') : t('record.countAccounts', { count: rows.total })}</h2>
      <span className="grow" />
      {isListOnly || query.area ? null : (
        <Checkbox isSelected={isFollowing} onChange={(on) => setSearch({ scope: on ? 'view' : undefined }, { replace: true })}>
          {t('accounts.inView')}
        </Checkbox>
      )}
      <FilterMenu query={query} onQuery={onQuery} />
      {isPhone ? null : <ColumnChooser shown={shown} onChange={setShown} />}
      <AccountsMenu query={listQuery} onOpen={(panel) => setSearch({ panel, sel: undefined })} />
    </>
  )
  const list = (
    <AccountsList
      query={listQuery}
      rows={rows}
      shown={shown}
      sort={search.sort}
      onSort={(sort) => setSearch({ sort }, { replace: true })}
      selected={search.sel}
      onSelect={select}
    />
  )
  const panel = search.sel ? (
    <AccountPanel key={search.sel} id={search.sel} onClose={() => setSearch({ sel: undefined })} />
  ) : search.panel ? (
    <WorkPanel name={search.panel} onClose={() => setSearch({ panel: undefined })} onSelect={select} />
  ) : null

  if (isListOnly) {
    return (
      <>
        <main className={css.full}>
          <div className={css.fullHead}>{head}</div>
          <div className={css.fullBody}>{list}</div>
        </main>
        {panel}
      </>
    )
  }
  return (
    <>
      <AccountsLayer query={query} colorBy={colorBy} selected={search.sel} onSelect={select} />
      <Legend query={query} colorBy={colorBy} onColorBy={(color) => setSearch({ color }, { replace: true })} onQuery={onQuery} />
      {panel}
      <Drawer label={t('accounts.list')} head={head}>
        {list}
      </Drawer>
    </>
  )
}
