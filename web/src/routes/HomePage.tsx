import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { api } from '@/api/http'
import { useMay, useSession } from '@/api/session'
import type { Account, CodeFigure, List, MarketAnswer } from '@/api/types'
import { ActivityList } from '@/features/activities/ActivityList'
import { DayView } from '@/features/routes/DayView'
import { useFormat, useT } from '@/i18n'
import { explain } from '@/records/errors'
import { LIFECYCLE_COLORS } from '@/records/colors'
import { lifecycleLabel, LIFECYCLES, VisitBadge } from '@/records/labels'
import { Bars, Empty, Failure, SkeletonRows, Stats } from '@/ui/display'
import { Card, Page } from '@/ui/layout'
import { useNavigate } from '@tanstack/react-router'
import css from './home.module.css'

const DUE_ROWS = 8

/** The first page of the day: what is due, what is planned, how the book of accounts stands. */
export function HomePage() {
  const t = useT()
  const format = useFormat()
  const may = useMay()
  const { user, organisation } = useSession()
  return (
    <Page title={t('shell.greeting', { name: user.name })} subtitle={`${organisation.name} · ${format.dayMonth(new Date())}`}>
      {user.role === 'rep' ? <DayView /> : null}
      <Standing />
      <div className={css.columns}>
        {may('activity', 'read') ? (
          <Card title={t('shell.todayPlan')} actions={<Link to="/activities">{t('common.more')}</Link>}>
            <ActivityList period="today" ownerId={user.role === 'rep' ? user.id : null} />
          </Card>
        ) : null}
        <Card title={t('shell.dueNow')} actions={<Link to="/routes">{t('shell.planDay')}</Link>}>
          <Due />
        </Card>
      </div>
    </Page>
  )
}

function useFigures() {
  return useQuery({
    queryKey: ['market', 'home'],
    queryFn: ({ signal }) => api.post<MarketAnswer>('/market/query', {}, { signal }),
  })
}

const countOf = (figures: CodeFigure[] | undefined, code: string): number => figures?.find((f) => f.code === code)?.count ?? 0

function Standing() {
  const t = useT()
  const format = useFormat()
  const navigate = useNavigate()
  const { organisation } = useSession()
  const { data, error, refetch } = useFigures()
  const bars = useMemo(
    () =>
      LIFECYCLES.map((code) => ({
        id: code as string,
        label: lifecycleLabel(t, code),
        value: countOf(data?.figures.by_lifecycle, code),
        text: format.number(countOf(data?.figures.by_lifecycle, code)),
        color: LIFECYCLE_COLORS[code],
      })),
    [data, t, format],
  )
  if (error) return <Failure message={explain(error)} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows rows={3} height={52} />
  const { figures } = data
  if (figures.total === 0) return <FirstSteps />
  const go = (search: object) => void navigate({ to: '/map', search: search as never })
  return (
    <>
      <Stats
        items={[
          { label: t('shell.accounts'), value: format.number(figures.total), onPress: () => go({}) },
          { label: t('market.customers'), value: format.number(countOf(figures.by_lifecycle, 'customer')), onPress: () => go({ lifecycle: 'customer' }) },
          { label: t('record.value'), value: format.moneyShort(figures.value_12m, organisation.currency) },
          { label: t('record.potential'), value: format.moneyShort(figures.potential_value, organisation.currency) },
        ]}
      />
      <Card title={t('record.lifecycle')}>
        <Bars items={bars} onToggle={(code) => go({ lifecycle: code })} />
      </Card>
    </>
  )
}

/** An empty book: the three steps that lead into the work, each of which can be skipped. */
function FirstSteps() {
  const t = useT()
  return (
    <Card title={t('shell.firstTitle')}>
      <ol className={css.steps}>
        <li>
          <Link to="/map" search={{ panel: 'import' } as never}>
            {t('shell.firstDiscover')}
          </Link>
        </li>
        <li>
          <Link to="/accounts" search={{ panel: 'csv' } as never}>
            {t('shell.firstImport')}
          </Link>
        </li>
        <li>
          <Link to="/market">{t('shell.firstSnapshot')}</Link>
        </li>
        <li>
          <Link to="/routes">{t('shell.firstRoute')}</Link>
        </li>
      </ol>
    </Card>
  )
}

function Due() {
  const t = useT()
  const format = useFormat()
  const { data, error, refetch } = useQuery({
    queryKey: ['accounts', 'due'],
    queryFn: ({ signal }) =>
      api.post<List<Account>>('/accounts/search', { filter: { field: 'visit_status', op: 'in', value: ['overdue', 'due'] }, sort: 'next_due_on', limit: DUE_ROWS }, { signal }),
  })
  if (error) return <Failure message={explain(error)} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows rows={5} height={36} />
  if (data.data.length === 0) return <Empty title={t('shell.nothingDue')} />
  return (
    <ul className={css.due}>
      {data.data.map((account) => (
        <li key={account.id}>
          <Link to="/accounts/$id" params={{ id: account.id }} className="grow ellipsis">
            {account.name}
          </Link>
          <span className="num muted">{account.next_due_on ? format.date(account.next_due_on) : ''}</span>
          <VisitBadge status={account.visit_status} />
        </li>
      ))}
    </ul>
  )
}
