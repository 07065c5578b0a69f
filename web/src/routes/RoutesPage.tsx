import { Route as RouteIcon } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useMay, useSession } from '@/api/session'
import type { Route } from '@/api/types'
import { useClosuresOn } from '@/features/closures/closures'
import { ClosuresLayer } from '@/features/closures/ClosuresLayer'
import { ClosuresPanel } from '@/features/closures/ClosuresPanel'
import { crossed } from '@/features/closures/model'
import { useLanes } from '@/features/routes/boards'
import { LaneBoard } from '@/features/routes/LaneBoard'
import type { Board } from '@/features/routes/lanes'
import { localDay } from '@/features/routes/model'
import { PlanPanel } from '@/features/routes/PlanPanel'
import { ROUTE_COLOR, RouteLayer, type DrawnRoute } from '@/features/routes/RouteLayer'
import { useChangeRoute, useHandOver, useRoutes } from '@/features/routes/routes'
import { Timetable } from '@/features/routes/Timetable'
import { useFormat, useT } from '@/i18n'
import { useFit } from '@/map/AreaLayer'
import { categoryColor } from '@/records/colors'
import { explain } from '@/records/errors'
import { useUsers } from '@/records/lookups'
import { useAppSearch, useSetSearch } from '@/records/search'
import { Segmented } from '@/ui/Choice'
import { Empty, Failure, SkeletonRows } from '@/ui/display'
import { Drawer } from '@/ui/layout'

type View = 'day' | Board

/** A rep's day on the map and on the clock, beside other reps' or the rest of the week. */
export function RoutesPage() {
  const t = useT()
  const format = useFormat()
  const may = useMay()
  const search = useAppSearch()
  const setSearch = useSetSearch()
  const { user, organisation } = useSession()
  const users = useUsers()
  const reps = useMemo(() => users.filter(({ role, status }) => role === 'rep' && status === 'active'), [users])
  const rep = search.rep ?? (user.role === 'rep' ? user.id : reps[0]?.id) ?? user.id
  const day = search.day ?? localDay(new Date())
  const board = search.scope === 'reps' || search.scope === 'week' ? search.scope : null
  const routes = useRoutes(rep, day)
  const { lanes, error, isPending, refetch } = useLanes(board, reps, rep, day)
  const [partial, setPartial] = useState<Route | null>(null)
  const onPartial = useCallback((route: Route | null) => setPartial(route), [])
  const change = useChangeRoute()
  const handOver = useHandOver()
  const stored = routes.data?.data.at(-1)
  const shown = partial ?? stored
  const drawn = useMemo<DrawnRoute[]>(() => {
    if (board) return lanes.flatMap(({ route, color }) => (route ? [{ route, color: categoryColor(color) }] : []))
    return shown ? [{ route: shown, color: ROUTE_COLOR }] : []
  }, [board, lanes, shown])
  useFit(useMemo(() => (partial ? null : geometriesOf(drawn)), [partial, drawn]))
  const closures = useClosuresOn(day)
  const passed = useMemo(() => (stored && !board ? crossed(stored.geometry, closures).map(({ name }) => name) : []), [stored, board, closures])
  const select = (sel: string) => setSearch({ sel }, { replace: true })
  const openClosures = () => setSearch({ panel: 'closures' })
  const mayChange = may('route', 'update')
  const headline = shown ? t('route.headline', { name: users.find(({ id }) => id === rep)?.name ?? user.name, date: format.dayMonth(day), count: shown.stops.length }) : t('route.timetable')
  const views: View[] = user.role === 'rep' ? ['day', 'week'] : ['day', 'reps', 'week']

  return (
    <>
      <RouteLayer routes={drawn} selected={search.sel} onSelect={select} />
      {search.panel === 'closures' ? (
        <ClosuresPanel day={day} onClose={() => setSearch({ panel: undefined })} />
      ) : (
        <>
          <ClosuresLayer closures={closures} onSelect={openClosures} />
          <PlanPanel
            rep={rep}
            day={day}
            onRep={(next) => setSearch({ rep: next, sel: undefined })}
            onDay={(next) => setSearch({ day: next, sel: undefined })}
            route={stored}
            crossed={passed}
            onClosures={openClosures}
            onPartial={onPartial}
          />
        </>
      )}
      <Drawer
        label={t('route.timetable')}
        head={
          <>
            <h2 className="grow ellipsis">{board ? t(`route.view.${board}`) : headline}</h2>
            <Segmented
              label={t('route.view')}
              value={board ?? 'day'}
              onChange={(view) => setSearch({ scope: view === 'day' ? undefined : view })}
              options={views.map((id) => ({ id, label: t(`route.view.${id}`) }))}
            />
          </>
        }
      >
        {routes.error || error ? (
          <Failure message={explain(routes.error ?? error)} onRetry={() => void (board ? refetch() : routes.refetch())} />
        ) : (board ? isPending : routes.isPending && !shown) ? (
          <SkeletonRows rows={4} height={36} />
        ) : board ? (
          <LaneBoard
            lanes={lanes}
            timeZone={user.time_zone ?? organisation.time_zone}
            selected={search.sel}
            onSelect={select}
            onOpen={(lane) => setSearch({ rep: lane.userId, day: lane.day, scope: undefined })}
            onMove={mayChange ? (move) => handOver.mutate(move) : undefined}
            onOrder={(lane, account_ids) => lane.route && change.mutate({ route: lane.route, patch: { account_ids } })}
          />
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
            timeZone={shown.time_zone}
            selected={search.sel}
            onSelect={select}
            onOrder={mayChange && !partial && stored ? (account_ids) => change.mutate({ route: stored, patch: { account_ids } }) : undefined}
          />
        )}
      </Drawer>
    </>
  )
}

/** Lines and stops: a stop may lie well off the road. */
function geometriesOf(drawn: DrawnRoute[]) {
  const all = drawn.flatMap(({ route }) => [route.geometry, ...route.stops.map(({ location }) => ({ type: 'Point' as const, coordinates: location }))])
  return all.length > 0 ? all : null
}
