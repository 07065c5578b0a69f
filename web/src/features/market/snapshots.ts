import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/http'
import type { Area, List, Snapshot } from '@/api/types'
import { useT } from '@/i18n'
import { explain } from '@/records/errors'
import { filterOf, type AccountQuery } from '@/records/query'
import { toast } from '@/ui/toast'

export const useSnapshots = () =>
  useQuery({ queryKey: ['snapshots'], queryFn: ({ signal }) => api.get<List<Snapshot>>('/snapshots', { limit: 100 }, signal) })

/** A saved snapshot never changes, so it is asked for once. */
export const useSnapshot = (id: string | undefined) =>
  useQuery({
    queryKey: ['snapshot', id],
    queryFn: ({ signal }) => api.get<Snapshot>(`/snapshots/${id}`, undefined, signal),
    enabled: id !== undefined,
    staleTime: Infinity,
  })

export function useTakeSnapshot(onTaken: (id: string) => void) {
  const t = useT()
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ name, area, query, resolution }: { name: string; area: Area; query: AccountQuery; resolution: number }) =>
      api.post<Snapshot>('/snapshots', { name, area, resolution, filter: filterOf(query) ?? undefined }),
    onSuccess: async ({ id }) => {
      toast(t('market.taken'))
      await client.invalidateQueries({ queryKey: ['snapshots'] })
      onTaken(id)
    },
    onError: (error) => toast(explain(error)),
  })
}

export function useDeleteSnapshot(onDeleted: () => void) {
  const t = useT()
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Snapshot) => api.delete(`/snapshots/${id}`),
    onSuccess: async (_, { name }) => {
      onDeleted()
      toast(t('common.deleted', { name }))
      await client.invalidateQueries({ queryKey: ['snapshots'] })
    },
    onError: (error) => toast(explain(error)),
  })
}
