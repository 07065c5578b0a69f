import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { api } from '@/api/http'
import { useMay } from '@/api/session'
import type { Account, Coordinates, List, Site } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { LIFECYCLE_COLORS } from '@/records/colors'
import { accountsChanged } from '@/records/changed'
import { explain } from '@/records/errors'
import { lifecycleLabel } from '@/records/labels'
import { Dot, Empty, SkeletonRows } from '@/ui/display'
import { Card } from '@/ui/layout'
import { toast } from '@/ui/toast'
import css from './accounts.module.css'
import { MiniMap } from './MiniMap'

interface Near {
  account: Account
  distance_m: number
}

/** Where the account lies and who is around it. */
export function PlaceCards({ account }: { account: Account }) {
  const t = useT()
  const may = useMay()
  const at = account.site?.location ?? null
  const near = useQuery({
    queryKey: ['account', account.id, 'nearby'],
    queryFn: ({ signal }) => api.get<List<Near>>(`/accounts/${account.id}/nearby`, { limit: 10 }, signal),
    enabled: at !== null,
  })
  const neighbours = useMemo(
    () =>
      (near.data?.data ?? []).flatMap(({ account: { id, name, site, lifecycle } }) =>
        site?.location ? [{ id, name, location: site.location, color: LIFECYCLE_COLORS[lifecycle] }] : [],
      ),
    [near.data],
  )
  const pin = useMovePin(account)
  return (
    <>
      <Card title={t('accounts.location')}>
        {at ? (
          <>
            <MiniMap name={account.name} location={at} neighbours={neighbours} onMove={may('account', 'update') ? (to) => pin.mutate({ from: at, to }) : undefined} />
            {may('account', 'update') ? <p className="muted small">{t('accounts.dragPin')}</p> : null}
          </>
        ) : (
          <Empty title={t('accounts.noLocation')} />
        )}
      </Card>
      {at ? (
        <Card title={t('accounts.nearby')}>
          {near.data ? <NearList rows={near.data.data} /> : <SkeletonRows rows={4} height={32} />}
        </Card>
      ) : null}
    </>
  )
}

function NearList({ rows }: { rows: Near[] }) {
  const t = useT()
  const format = useFormat()
  if (rows.length === 0) return <Empty title={t('accounts.nearbyEmpty')} />
  return (
    <ul className={css.rows}>
      {rows.map(({ account: { id, name, lifecycle }, distance_m }) => (
        <li key={id}>
          <Dot color={LIFECYCLE_COLORS[lifecycle]} />
          <Link to="/accounts/$id" params={{ id }} className="grow ellipsis">
            {name}
          </Link>
          <span className="muted">{lifecycleLabel(t, lifecycle)}</span>
          <span className="num muted">{format.distance(distance_m)}</span>
        </li>
      ))}
    </ul>
  )
}

/** Moving the pin is one write with a way back. */
function useMovePin(account: Account) {
  const t = useT()
  const move = useMutation({
    mutationFn: async ({ to }: { from: Coordinates; to: Coordinates }) => {
      const site = account.site!
      const version = site.version ?? (await api.get<Account>(`/accounts/${account.id}`)).site?.version
      return api.patch<Site>(`/sites/${site.id}`, { location: to, manual_lock: true }, version)
    },
    onSuccess: async (_, { from, to }) => {
      await accountsChanged()
      toast(t('accounts.pinMoved'), { label: t('common.undo'), run: () => move.mutate({ from: to, to: from }) })
    },
    onError: async (error) => {
      toast(explain(error))
      await accountsChanged()
    },
  })
  return move
}
