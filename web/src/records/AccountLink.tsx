import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '@/api/http'
import type { Account } from '@/api/types'
import { useT } from '@/i18n'

/** An account by its name, which is fetched once. */
export function AccountLink({ id }: { id: string }) {
  const t = useT()
  const { data } = useQuery({
    queryKey: ['account', id],
    queryFn: ({ signal }) => api.get<Account>(`/accounts/${id}`, undefined, signal),
  })
  return (
    <Link to="/accounts/$id" params={{ id }}>
      {data?.name ?? t('record.account')}
    </Link>
  )
}
