import { useMemo, useState } from 'react'
import type { Area } from '@/api/types'
import { AccountsLayer } from '@/features/accounts/AccountsLayer'
import { AccountsList, ColumnChooser, useShownColumns } from '@/features/accounts/AccountsList'
import { isColorField } from '@/features/accounts/color-by'
import { FilterMenu } from '@/features/accounts/FilterMenu'
import { parseSort, useAccountRows } from '@/features/accounts/rows'
import { useMarket } from '@/features/market/answer'
import { HexLayer } from '@/features/market/HexLayer'
import { MarketPanel } from '@/features/market/MarketPanel'
import { resolutionAt, type Measure } from '@/features/market/model'
import { SnapshotPanel } from '@/features/market/SnapshotPanel'
import { useSnapshot } from '@/features/market/snapshots'
import { useT } from '@/i18n'
import { AreaLayer, useAreaGeometry } from '@/map/AreaLayer'
import { useViewBox, useZoom } from '@/map/view-box'
import { useAccountQuery, useAppSearch, useSetSearch } from '@/records/search'
import { Drawer } from '@/ui/layout'

const NO_CELLS: never[] = []

/** Who the customers of an area are: draw it, read it, keep it. */
export function MarketPage() {
  const t = useT()
  const search = useAppSearch()
  const setSearch = useSetSearch()
  const query = useAccountQuery()
  // While the hand still moves, the shape lives here; at rest it goes to the URL.
  const [moving, setMoving] = useState<Area | null>(null)
  const [measure, setMeasure] = useState<Measure>('count')
  const [shown, setShown] = useShownColumns()
  const box = useViewBox()
  const inSight = useMemo<Area | null>(() => box && { type: 'bbox', bbox: box }, [box])
  const area = moving ?? query.area
  const market = useMarket(search.open ? null : (area ?? inSight), query, resolutionAt(useZoom()))
  const snapshot = useSnapshot(search.open).data
  const listQuery = useMemo(() => ({ ...query, area: query.area ?? inSight ?? undefined }), [query, inSight])
  const rows = useAccountRows(listQuery, parseSort(search.sort))
  const geometry = useAreaGeometry(snapshot?.area ?? area)
  const answered = snapshot ?? market.data
  const isDrawn = !snapshot && area?.type === 'polygon'
  const onArea = (next: Area | undefined, isFinal: boolean) => {
    if (!isFinal) setMoving(next ?? null)
    else {
      setMoving(null)
      setSearch({ area: next }, { replace: true })
    }
  }
  const center = area && (area.type === 'circle' || area.type === 'drive_time') ? area.center : null
  return (
    <>
      <HexLayer cells={answered?.cells ?? NO_CELLS} measure={measure} />
      <AreaLayer geometry={isDrawn ? null : geometry} center={center} fit={snapshot !== undefined || area?.type === 'admin'} />
      <AccountsLayer
        query={listQuery}
        colorBy={isColorField(search.color) ? search.color : 'lifecycle'}
        selected={search.sel}
        onSelect={(sel) => setSearch({ sel }, { replace: true })}
      />
      {search.open ? (
        <SnapshotPanel
          id={search.open}
          compareWith={search.with}
          onCompare={(id) => setSearch({ with: id })}
          onClose={() => setSearch({ open: undefined, with: undefined })}
        />
      ) : (
        <MarketPanel
          area={area}
          fallback={inSight}
          onArea={onArea}
          query={query}
          onQuery={(patch) => setSearch(patch, { replace: true })}
          answer={market}
          measure={measure}
          onMeasure={setMeasure}
          onOpen={({ id }) => setSearch({ open: id })}
        />
      )}
      <Drawer
        label={t('accounts.list')}
        initiallyFolded
        head={
          <>
            <h2 className="num">{t('record.countAccounts', { count: rows.total })}</h2>
            <span className="grow" />
            <FilterMenu query={query} onQuery={(patch) => setSearch(patch, { replace: true })} />
            <ColumnChooser shown={shown} onChange={setShown} />
          </>
        }
      >
        <AccountsList
          query={listQuery}
          rows={rows}
          shown={shown}
          sort={search.sort}
          onSort={(sort) => setSearch({ sort }, { replace: true })}
          selected={search.sel}
          onSelect={(sel) => setSearch({ sel }, { replace: true })}
        />
      </Drawer>
    </>
  )
}
