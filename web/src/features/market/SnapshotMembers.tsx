import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '@/api/http'
import { useSession } from '@/api/session'
import type { Account, List } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { LIFECYCLE_COLORS } from '@/records/colors'
import { explain } from '@/records/errors'
import { lifecycleLabel } from '@/records/labels'
import { Button } from '@/ui/Button'
import { Dot, Failure, SkeletonRows } from '@/ui/display'
import { Section } from '@/ui/layout'
import css from './market.module.css'

const PAGE = 50

/** Every account that a snapshot counted, as it was on that day. */
export function SnapshotMembers({ id, count }: { id: string; count: number }) {
  const t = useT()
  const format = useFormat()
  const { organisation } = useSession()
  const members = useInfiniteQuery({
    queryKey: ['snapshot', id, 'members'],
    queryFn: ({ pageParam, signal }) => api.get<List<Account>>(`/snapshots/${id}/members`, { limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
    staleTime: Infinity,
  })
  const rows = members.data?.pages.flatMap(({ data }) => data)
  return (
    <Section title={t('market.members', { count })}>
      {members.error ? (
        <Failure message={explain(members.error)} onRetry={() => void members.refetch()} />
      ) : !rows ? (
        <SkeletonRows rows={6} height={36} />
      ) : (
        <ul className={css.members}>
          {rows.map((account) => (
            <li key={account.id}>
              <Dot color={LIFECYCLE_COLORS[account.lifecycle]} />
              <Link to="/accounts/$id" params={{ id: account.id }} className="grow ellipsis">
                {account.name}
              </Link>
              <span className="muted">{lifecycleLabel(t, account.lifecycle)}</span>
              <span className="num">{format.money(account.value_12m, organisation.currency)}</span>
            </li>
          ))}
        </ul>
      )}
      {members.hasNextPage ? (
        <Button isPending={members.isFetchingNextPage} onPress={() => void members.fetchNextPage()}>
          {t('common.more')}
        </Button>
      ) : null}
    </Section>
  )
}
