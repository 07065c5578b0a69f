import { Route as RouteIcon } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useMay, useSession } from '@/api/session'
import type { Route } from '@/api/types'
import { localDay } from '@/features/routes/model'
import { PlanPanel } from '@/features/routes/PlanPanel'
import { RouteLayer } from '@/features/routes/RouteLayer'
import { useChangeRoute, useRoutes } from '@/features/routes/routes'
import { Timetable } from '@/features/routes/Timetable'
import { useFormat, useT } from '@/i18n'
import { useFit } from '@/map/AreaLayer'
import { explain } from '@/records/errors'
import { useUsers } from '@/records/lookups'
import { useAppSearch, useSetSearch } from '@/records/search'
import { Empty, Failure, SkeletonRows } from '@/ui/display'
import { Drawer } from '@/ui/layout'

/** A rep's day on the map and on the clock. */
export function RoutesPage() {
  const t = useT()
  const format = useFormat()
  const may = useMay()
  const search = useAppSearch()
  const setSearch = useSetSearch()
  const { user } = useSession()
  const users = useUsers()
  const firstRep = user.role === 'rep' ? user.id : users.find(({ role }) => role === 'rep')?.id
  const rep = search.rep ?? firstRep ?? user.id
  const day = search.day ?? localDay(new Date())
  const routes = useRoutes(rep, day)
  const [partial, setPartial] = useState<Route | null>(null)
  const onPartial = useCallback((route: Route | null) => setPartial(route), [])
  const change = useChangeRoute()
  const stored = routes.data?.data.at(-1)
  const shown = partial ?? stored
  const zone = shown?.time_zone ?? user.time_zone
  useFit(useMemo(() => (stored ? [stored.geometry] : null), [stored]))
  const select = (sel: string) => setSearch({ sel }, { replace: true })
  const mayOrder = may('route', 'update') && !partial && stored !== undefined

  return (
    <>
      {shown ? <RouteLayer route={shown} selected={search.sel} onSelect={select} /> : null}
      <PlanPanel
        rep={rep}
        day={day}
        onRep={(next) => setSearch({ rep: next, sel: undefined })}
        onDay={(next) => setSearch({ day: next, sel: undefined })}
        route={stored}
        onPartial={onPartial}
      />
      <Drawer
        label={t('route.timetable')}
        head={
          <h2 className="grow">
            {shown ? t('route.headline', { name: users.find(({ id }) => id === rep)?.name ?? user.name, date: format.dayMonth(day), count: shown.stops.length }) : t('route.timetable')}
          </h2>
        }
      >
        {routes.error ? (
          <Failure message={explain(routes.error)} onRetry={() => void routes.refetch()} />
        ) : routes.isPending && !shown ? (
          <SkeletonRows rows={4} height={36} />
        ) : !shown ? (
          <Empty icon={<RouteIcon aria-hidden />} title={t('route.none')}>
            {t('route.noneHint')}
          </Empty>
        ) : shown.stops.length === 0 ? (
          <Empty icon={<RouteIcon aria-hidden />} title={t('route.noStops')}>
            {t('route.noStopsHint')}
          </Empty>
        ) : (
          <Timetable
            route={shown}
            timeZone={zone}
            selected={search.sel}
            onSelect={select}
            onOrder={mayOrder ? (account_ids) => change.mutate({ route: stored, patch: { account_ids } }) : undefined}
          />
        )}
      </Drawer>
    </>
  )
}
