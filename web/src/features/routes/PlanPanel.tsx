import { Route as RouteIcon, TrafficCone } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/http'
import { useMay, useSession } from '@/api/session'
import type { Account, Route } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { AccountPicker } from '@/records/AccountPicker'
import { explain } from '@/records/errors'
import { useJob } from '@/records/job'
import { useUsers } from '@/records/lookups'
import { Button, IconButton } from '@/ui/Button'
import { Segmented } from '@/ui/Choice'
import { Notice, Progress } from '@/ui/display'
import { Field, NumberField } from '@/ui/Field'
import { Panel, Section } from '@/ui/layout'
import { Select } from '@/ui/Select'
import { isNoWorkDay } from './day'
import { PickedList } from './PickedList'
import { RouteDetails } from './RouteDetails'

const DUE_LIMIT = 15
const SECONDS = 5

export interface PlanPanelProps {
  rep: string
  day: string
  onRep: (rep: string) => void
  onDay: (day: string) => void
  route: Route | undefined
  /** Names of closed roads that the route takes. */
  crossed: string[]
  onClosures: () => void
  onPartial: (route: Route | null) => void
}

type Source = 'due' | 'chosen'

/** A rep's day: whom to visit, then the plan with its figures and what was left out. */
export function PlanPanel({ rep, day, onRep, onDay, route, crossed, onClosures, onPartial }: PlanPanelProps) {
  const t = useT()
  const format = useFormat()
  const may = useMay()
  const { user } = useSession()
  const client = useQueryClient()
  const users = useUsers().filter(({ status, role }) => status === 'active' && (role === 'rep' || role === 'manager'))
  const [source, setSource] = useState<Source>('due')
  const [limit, setLimit] = useState(DUE_LIMIT)
  const [chosen, setChosen] = useState<Account[]>([])
  const job = useJob<Route, Route>()
  const partial = job.state.phase === 'running' ? job.state.partial : null
  useEffect(() => onPartial(partial), [onPartial, partial])

  const plan = async () => {
    const whom = source === 'due' ? { due: { limit } } : { account_ids: chosen.map(({ id }) => id) }
    const planned = await job.run(() => api.post<{ id: string }>('/routes/plan', { user_id: rep, date: day, time_limit_s: SECONDS, ...whom }))
    if (planned) await client.invalidateQueries({ queryKey: ['routes'] })
  }
  const isReady = rep !== '' && day !== '' && (source === 'due' || chosen.length > 0)
  const isDayOff = isNoWorkDay(users.find(({ id }) => id === rep), day)
  const reps = users.some(({ id }) => id === user.id) ? users : [...users, { id: user.id, name: user.name }]
  return (
    <Panel
      title={t('shell.routes')}
      label={t('shell.routes')}
      subtitle={format.dayMonth(day)}
      actions={<IconButton label={t('closure.title')} icon={<TrafficCone />} onPress={onClosures} />}
      footer={
        !may('route', 'create') ? null : job.state.phase === 'running' ? (
          <div className="grow">
            <Progress
              label={t('route.planning')}
              value={job.state.progress}
              detail={partial ? t('route.soFar', { count: partial.stops.length, distance: format.distance(partial.distance_m) }) : undefined}
              onCancel={job.cancel}
            />
          </div>
        ) : (
          <Button variant={route ? 'secondary' : 'primary'} block icon={<RouteIcon aria-hidden />} isDisabled={!isReady} onPress={() => void plan()}>
            {t(route ? 'route.planAgain' : 'route.plan')}
          </Button>
        )
      }
    >
      <div className="two-columns">
        <Select label={t('route.rep')} value={rep} onChange={onRep} options={reps.map(({ id, name }) => ({ id, label: name }))} />
        <Field label={t('common.date')} type="date" value={day} onChange={(next) => next && onDay(next)} />
      </div>
      {isDayOff ? <Notice>{t('route.dayOff', { date: format.dayMonth(day) })}</Notice> : null}
      {crossed.length > 0 ? <Notice tone="warn">{t('closure.crossed', { names: crossed.join(', ') })}</Notice> : null}
      {job.state.phase === 'failed' ? <Notice tone="bad">{explain(job.state.error)}</Notice> : null}
      {may('route', 'create') ? (
        <Section title={t('route.whom')}>
          <Segmented
            label={t('route.whom')}
            value={source}
            onChange={setSource}
            options={[
              { id: 'due', label: t('route.due') },
              { id: 'chosen', label: t('route.chosen') },
            ]}
          />
          {source === 'due' ? (
            <NumberField label={t('route.limit')} value={limit} onChange={(next) => setLimit(next ?? DUE_LIMIT)} min={1} max={100} />
          ) : (
            <>
              <AccountPicker onPick={(account) => setChosen((now) => (now.some(({ id }) => id === account.id) ? now : [...now, account]))} />
              <PickedList accounts={chosen} onRemove={(id) => setChosen((now) => now.filter((account) => account.id !== id))} />
            </>
          )}
        </Section>
      ) : null}
      {route ? <RouteDetails route={route} /> : null}
    </Panel>
  )
}
