import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check, Flag, LogIn, LogOut, Navigation, Phone, Route as RouteIcon } from 'lucide-react'
import { useState } from 'react'
import { api } from '@/api/http'
import { useMay, useSession } from '@/api/session'
import type { Account, Activity, List, Route } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { addressLine } from '@/records/address'
import { explain } from '@/records/errors'
import { CheckOut, useCheckIn } from '@/records/visit'
import { Button, LinkButton } from '@/ui/Button'
import { cx } from '@/ui/cx'
import { Badge, Empty, Failure, SkeletonRows } from '@/ui/display'
import { Card } from '@/ui/layout'
import { dayStops, type DayStop } from './day'
import css from './day.module.css'
import { localDay } from './model'
import { useChangeRoute, useRoutes } from './routes'

/** The signed-in person's day: the next stop with what one does there, then the rest of the way. */
export function DayView() {
  const t = useT()
  const may = useMay()
  const { user } = useSession()
  const day = localDay(new Date())
  const routes = useRoutes(user.id, day)
  const route = routes.data?.data.at(-1)
  if (routes.error) return <Failure message={explain(routes.error)} onRetry={() => void routes.refetch()} />
  if (!routes.data) return <SkeletonRows rows={3} height={56} />
  if (route && route.stops.length > 0) return <Day route={route} />
  return (
    <Card title={t('route.today')} actions={may('route', 'create') ? <Link to="/routes">{t('route.plan')}</Link> : null}>
      <Empty icon={<RouteIcon aria-hidden />} title={t('route.none')}>
        {t('route.noneToday')}
      </Empty>
    </Card>
  )
}

function useDayStops(route: Route): DayStop[] {
  const activities = useQuery({
    queryKey: ['activities', 'route', route.id],
    queryFn: ({ signal }) => api.get<List<Activity>>('/activities', { owner_id: route.user_id, from: route.shift_start, to: route.shift_end, limit: 200 }, signal),
  })
  return dayStops(route.stops, activities.data?.data ?? [])
}

function Day({ route }: { route: Route }) {
  const t = useT()
  const format = useFormat()
  const change = useChangeRoute()
  const stops = useDayStops(route)
  const done = stops.filter(({ state }) => state === 'done').length
  const current = stops.find(({ state }) => state === 'here' || state === 'next')
  const isFinished = route.status === 'finished'
  return (
    <Card
      title={t('route.today')}
      actions={
        <Link to="/routes" search={{ day: route.date, rep: route.user_id } as never}>
          {t('shell.onMap')}
        </Link>
      }
    >
      <div className={css.progress}>
        <progress className={css.bar} value={done} max={stops.length} aria-label={t('route.progress', { done, count: stops.length })} />
        <span className="small muted num">
          {t('route.progress', { done, count: stops.length })}
          {' · '}
          {t('route.returns', { time: format.time(route.returns_at, route.time_zone) })}
        </span>
      </div>
      {current ? (
        <NextStop key={current.stop.account_id} route={route} at={current} />
      ) : isFinished ? null : (
        <Button variant="primary" block large icon={<Flag aria-hidden />} isPending={change.isPending} onPress={() => change.mutate({ route, patch: { status: 'finished' } })}>
          {t('route.finish')}
        </Button>
      )}
      <ol className={css.stops}>
        {stops.map((row, i) => (
          <StopLine key={row.stop.account_id} row={row} number={i + 1} timeZone={route.time_zone} />
        ))}
      </ol>
    </Card>
  )
}

/** Where to go now, with the three things one does there as large buttons. */
function NextStop({ route, at: { stop, activity, state } }: { route: Route; at: DayStop }) {
  const t = useT()
  const format = useFormat()
  const [isLeaving, setLeaving] = useState(false)
  const change = useChangeRoute({ isQuiet: true })
  const checkIn = useCheckIn(() => {
    if (route.status !== 'started') change.mutate({ route, patch: { status: 'started' } })
  })
  const account = useQuery({
    queryKey: ['account', stop.account_id],
    queryFn: ({ signal }) => api.get<Account>(`/accounts/${stop.account_id}`, undefined, signal),
  }).data
  const clock = (time: string) => format.time(time, route.time_zone)
  const arrive = () => checkIn.mutate(() => (stop.activity_id ? Promise.resolve({ id: stop.activity_id }) : planVisit(route, stop)))
  return (
    <section className={css.next} aria-label={t(state === 'here' ? 'route.here' : 'route.next')}>
      <div className="spread">
        <Badge tone={state === 'here' ? 'warn' : 'accent'}>{t(state === 'here' ? 'route.here' : 'route.next')}</Badge>
        <span className="num muted small">{t('route.leg', { time: format.duration(stop.leg_s), distance: format.distance(stop.leg_distance_m) })}</span>
      </div>
      <h3 className={css.nextName}>
        <Link to="/accounts/$id" params={{ id: stop.account_id }}>
          {stop.account_name}
        </Link>
      </h3>
      <p className="muted">
        <span className="num">{t('route.between', { from: clock(stop.starts_at), to: clock(stop.leaves_at) })}</span>
        {account?.site ? <> · {addressLine(account.site)}</> : null}
      </p>
      {account?.access_note ? <p className="small">{account.access_note}</p> : null}
      {isLeaving && activity ? (
        <CheckOut activity={activity} onDone={() => setLeaving(false)} />
      ) : (
        <div className={css.three}>
          <LinkButton href={stop.navigation_url} icon={<Navigation aria-hidden />} large external>
            {t('accounts.navigate')}
          </LinkButton>
          {account?.phone ? (
            <LinkButton href={`tel:${account.phone}`} icon={<Phone aria-hidden />} large>
              {t('accounts.call')}
            </LinkButton>
          ) : null}
          {state === 'here' ? (
            <Button variant="primary" large icon={<LogOut aria-hidden />} onPress={() => setLeaving(true)}>
              {t('activities.checkOut')}
            </Button>
          ) : (
            <Button variant="primary" large icon={<LogIn aria-hidden />} isPending={checkIn.isPending} onPress={arrive}>
              {t('activities.checkIn')}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

/** A stop that a person added has no visit of its own yet. */
function planVisit(route: Route, stop: DayStop['stop']): Promise<{ id: string }> {
  return api.post<{ id: string }>('/activities', {
    type: 'visit',
    subject: stop.account_name,
    account_id: stop.account_id,
    site_id: stop.site_id,
    owner_id: route.user_id,
    status: 'planned',
    planned_start: stop.starts_at,
    planned_end: stop.leaves_at,
    client_id: crypto.randomUUID(),
  })
}

function StopLine({ row: { stop, state }, number, timeZone }: { row: DayStop; number: number; timeZone: string }) {
  const t = useT()
  const format = useFormat()
  return (
    <li className={cx(css.stop, state === 'done' && css.done)} aria-current={state === 'next' || state === 'here' ? 'step' : undefined}>
      <span className={css.mark} aria-hidden>
        {state === 'done' ? <Check size={14} strokeWidth={3} /> : number}
      </span>
      <span className="grow ellipsis">
        {stop.account_name}
        {state === 'done' ? <span className="visually-hidden">{` (${t('activities.status.done')})`}</span> : null}
      </span>
      <time className="num muted" dateTime={stop.starts_at}>
        {format.time(stop.starts_at, timeZone)}
      </time>
    </li>
  )
}
