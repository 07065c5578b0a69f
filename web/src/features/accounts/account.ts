import { useMutation, useQuery } from '@tanstack/react-query'
import { api } from '@/api/http'
import type { Account } from '@/api/types'
import { useT } from '@/i18n'
import { accountsChanged } from '@/records/changed'
import { explain } from '@/records/errors'
import { toast } from '@/ui/toast'

export const accountQuery = (id: string) => ({
  queryKey: ['account', id],
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<Account>(`/accounts/${id}`, undefined, signal),
})

export const useAccount = (id: string) => useQuery(accountQuery(id))

/** Deletes softly and offers the way back. */
export function useDeleteAccount(onDeleted: () => void) {
  const t = useT()
  const restore = useMutation({
    mutationFn: (account: Account) => api.post(`/accounts/${account.id}/restore`),
    onSuccess: async (_, account) => {
      await accountsChanged()
      toast(t('common.restored', { name: account.name }))
    },
    onError: (error) => toast(explain(error)),
  })
  return useMutation({
    mutationFn: (account: Account) => api.delete(`/accounts/${account.id}`, account.version),
    onSuccess: async (_, account) => {
      onDeleted()
      await accountsChanged()
      toast(t('common.deleted', { name: account.name }), { label: t('common.undo'), run: () => restore.mutate(account) })
    },
    onError: (error) => toast(explain(error)),
  })
}
