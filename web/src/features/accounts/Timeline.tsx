import { useQuery } from '@tanstack/react-query'
import { CalendarCheck, FileClock, FileText, Mail, MessageSquare, Phone, SquareCheck, Users, type LucideIcon } from 'lucide-react'
import { api } from '@/api/http'
import type { Activity, ActivityType, HistoryEntry, List, TimelineEntry } from '@/api/types'
import { useFormat, useT, type MessageKey } from '@/i18n'
import { explain } from '@/records/errors'
import { Empty, Failure, SkeletonRows } from '@/ui/display'
import css from './accounts.module.css'
import { useChangeText } from './change-text'

const ICONS: Record<ActivityType, LucideIcon> = {
  visit: CalendarCheck,
  call: Phone,
  meeting: Users,
  email: Mail,
  message: MessageSquare,
  task: SquareCheck,
  note: FileText,
  survey: FileText,
}

/** Everything that happened with an account, newest first. */
export function Timeline({ accountId }: { accountId: string }) {
  const t = useT()
  const { data, error, refetch } = useQuery({
    queryKey: ['account', accountId, 'timeline'],
    queryFn: ({ signal }) => api.get<List<TimelineEntry>>(`/accounts/${accountId}/timeline`, undefined, signal),
  })
  if (error) return <Failure message={explain(error)} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows rows={4} height={44} />
  if (data.data.length === 0) return <Empty title={t('accounts.timelineEmpty')}>{t('accounts.timelineEmptyHint')}</Empty>
  return (
    <ol className={css.timeline}>
      {data.data.map((entry, i) => (
        <li key={i} className={css.entry}>
          {entry.activity ? <ActivityEntry activity={entry.activity} at={entry.at} /> : null}
          {entry.change ? <ChangeEntry change={entry.change} at={entry.at} /> : null}
        </li>
      ))}
    </ol>
  )
}

function ActivityEntry({ activity, at }: { activity: Activity; at: string }) {
  const t = useT()
  const format = useFormat()
  const Icon = ICONS[activity.type]
  return (
    <>
      <span className={css.entryIcon}>
        <Icon aria-hidden />
      </span>
      <div className={css.entryBody}>
        <strong>{activity.subject}</strong>
        <div className="muted">
          {[format.dateTime(at), t(`activities.status.${activity.status}`), activity.outcome_code ? t(`activities.outcome.${activity.outcome_code}`) : null]
            .filter(Boolean)
            .join(' · ')}
        </div>
        {activity.summary ? <p>{activity.summary}</p> : null}
        {activity.next_step ? <p className="muted">{t('activities.nextStepIs', { step: activity.next_step })}</p> : null}
      </div>
    </>
  )
}

function ChangeEntry({ change, at }: { change: HistoryEntry; at: string }) {
  const t = useT()
  const format = useFormat()
  const known = ['create', 'update', 'delete', 'restore']
  const key: MessageKey = known.includes(change.action) ? (`accounts.change.${change.action}` as MessageKey) : 'accounts.change.update'
  return (
    <>
      <span className={css.entryIcon}>
        <FileClock aria-hidden />
      </span>
      <div className={css.entryBody}>
        <span>{t(key, { who: change.user_name ?? t('accounts.change.system') })}</span>
        <div className="muted">{format.dateTime(at)}</div>
        <Diff diff={change.diff} />
      </div>
    </>
  )
}

const FIELDS_MAX = 4

function Diff({ diff }: { diff: HistoryEntry['diff'] }) {
  const text = useChangeText()
  const rows = Object.entries(diff ?? {}).slice(0, FIELDS_MAX)
  return rows.map(([field, [before, after]]) => (
    <div key={field} className="muted small">
      {text.field(field)}: {text.value(field, before)} → {text.value(field, after)}
    </div>
  ))
}
