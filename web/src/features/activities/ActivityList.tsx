import { useQuery } from '@tanstack/react-query'
import { CalendarCheck, LogIn, LogOut } from 'lucide-react'
import { useMemo, useState } from 'react'
import { api } from '@/api/http'
import type { Activity, List } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { AccountLink } from '@/records/AccountLink'
import { explain } from '@/records/errors'
import { CheckOut, useCheckIn } from '@/records/visit'
import { Button } from '@/ui/Button'
import { Badge, Empty, Failure, SkeletonRows, type Tone } from '@/ui/display'
import css from './activities.module.css'
import { nextStep, periodQuery, timeOf, type Period } from './model'

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
  const checkIn = useCheckIn()
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
          <Button variant="primary" icon={<LogIn aria-hidden />} isPending={checkIn.isPending} onPress={() => checkIn.mutate(() => Promise.resolve(activity))}>
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
