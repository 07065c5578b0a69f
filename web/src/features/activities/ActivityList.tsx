import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CalendarCheck, LogIn, LogOut } from 'lucide-react'
import { useMemo, useState } from 'react'
import { api } from '@/api/http'
import type { Activity, List, OutcomeCode } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { AccountLink } from '@/records/AccountLink'
import { OUTCOMES } from '@/records/activity'
import { explain } from '@/records/errors'
import { Button } from '@/ui/Button'
import { Badge, Empty, Failure, Notice, SkeletonRows, type Tone } from '@/ui/display'
import { Field } from '@/ui/Field'
import { Form } from '@/ui/layout'
import { Select } from '@/ui/Select'
import { toast } from '@/ui/toast'
import css from './activities.module.css'
import { nextStep, periodQuery, timeOf, type Period } from './model'
import { whereAmI } from './where'

const TONES: Record<Activity['status'], Tone> = { planned: 'neutral', confirmed: 'accent', in_progress: 'warn', done: 'good', missed: 'bad', cancelled: 'neutral' }
const LIMIT = 100

export function ActivityList({ period, ownerId }: { period: Period; ownerId: string | null }) {
  const t = useT()
  const query = useMemo(() => periodQuery(period, new Date()), [period])
  const { data, error, refetch } = useQuery({
    queryKey: ['activities', period, ownerId],
    queryFn: ({ signal }) => api.get<List<Activity>>('/activities', { ...query, owner_id: ownerId, limit: LIMIT }, signal),
  })
  if (error) return <Failure message={explain(error)} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows rows={5} height={56} />
  if (data.data.length === 0) {
    return (
      <Empty icon={<CalendarCheck aria-hidden />} title={t('activities.empty')}>
        {t('activities.emptyHint')}
      </Empty>
    )
  }
  return (
    <ul className={css.list}>
      {data.data.map((activity) => (
        <ActivityRow key={activity.id} activity={activity} />
      ))}
    </ul>
  )
}

function ActivityRow({ activity }: { activity: Activity }) {
  const t = useT()
  const format = useFormat()
  const [isLeaving, setLeaving] = useState(false)
  const checkIn = useCheckIn(activity)
  const step = nextStep(activity)
  return (
    <li className={css.row}>
      <time className="num muted" dateTime={timeOf(activity)}>
        {format.dateTime(timeOf(activity))}
      </time>
      <div className="grow">
        <strong>{activity.subject}</strong>
        <div className="muted small">
          {t(`activities.type.${activity.type}`)}
          {activity.account_id ? (
            <>
              {' · '}
              <AccountLink id={activity.account_id} />
            </>
          ) : null}
        </div>
        {activity.summary ? <p className="small">{activity.summary}</p> : null}
        {isLeaving ? <CheckOut activity={activity} onDone={() => setLeaving(false)} /> : null}
      </div>
      <div className="row">
        {activity.check_in_verdict ? <Badge tone={activity.check_in_verdict === 'verified' ? 'good' : 'neutral'}>{t(`activities.verdict.${activity.check_in_verdict}`)}</Badge> : null}
        <Badge tone={TONES[activity.status]}>{t(`activities.status.${activity.status}`)}</Badge>
        {step === 'check-in' ? (
          <Button variant="primary" icon={<LogIn aria-hidden />} isPending={checkIn.isPending} onPress={() => checkIn.mutate()}>
            {t('activities.checkIn')}
          </Button>
        ) : null}
        {step === 'check-out' && !isLeaving ? (
          <Button variant="primary" icon={<LogOut aria-hidden />} onPress={() => setLeaving(true)}>
            {t('activities.checkOut')}
          </Button>
        ) : null}
      </div>
    </li>
  )
}

function useCheckIn(activity: Activity) {
  const t = useT()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => api.post(`/activities/${activity.id}/check-in`, (await whereAmI()) ?? {}),
    onSuccess: async () => {
      toast(t('activities.checkedIn'))
      await client.invalidateQueries({ queryKey: ['activities'] })
    },
    onError: (error) => toast(explain(error)),
  })
}

function CheckOut({ activity, onDone }: { activity: Activity; onDone: () => void }) {
  const t = useT()
  const client = useQueryClient()
  const [outcome, setOutcome] = useState<OutcomeCode | null>(null)
  const [summary, setSummary] = useState('')
  const [next, setNext] = useState('')
  const leave = useMutation({
    mutationFn: () =>
      api.post(`/activities/${activity.id}/check-out`, { outcome_code: outcome, summary: summary.trim() || null, next_step: next.trim() || null }),
    onSuccess: async () => {
      toast(t('activities.logged'))
      await client.invalidateQueries({ queryKey: ['activities'] })
      onDone()
    },
  })
  return (
    <Form onSubmit={() => outcome && leave.mutate()} label={t('activities.checkOut')}>
      <Select label={t('activities.outcome')} value={outcome} onChange={setOutcome} placeholder={t('common.none')} options={OUTCOMES.map((id) => ({ id, label: t(`activities.outcome.${id}`) }))} />
      <Field label={t('activities.summary')} value={summary} onChange={setSummary} multiline />
      <Field label={t('activities.nextStep')} value={next} onChange={setNext} />
      {leave.error ? <Notice tone="bad">{explain(leave.error)}</Notice> : null}
      <div className="row">
        <Button type="submit" variant="primary" isPending={leave.isPending} isDisabled={!outcome}>
          {t('activities.checkOut')}
        </Button>
        <Button onPress={onDone}>{t('common.cancel')}</Button>
      </div>
    </Form>
  )
}
