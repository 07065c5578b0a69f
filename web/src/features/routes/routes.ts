import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/http'
import { Problem } from '@/api/problem'
import type { List, Route } from '@/api/types'
import { useT } from '@/i18n'
import { explain } from '@/records/errors'
import { toast } from '@/ui/toast'

export const useRoutes = (userId: string | undefined, day: string) =>
  useQuery({
    queryKey: ['routes', userId, day],
    queryFn: ({ signal }) => api.get<List<Route>>('/routes', { user_id: userId, from: day, to: day }, signal),
    enabled: userId !== undefined,
  })

export interface RouteChange {
  account_ids?: string[]
  status?: Route['status']
}

/** Changes an order or a status; the answer carries new times. Undo puts the old order back. */
export function useChangeRoute({ isQuiet = false } = {}) {
  const t = useT()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: ['routes'] })
  const change = useMutation({
    mutationFn: ({ route, patch }: { route: Route; patch: RouteChange }) => api.patch<Route>(`/routes/${route.id}`, patch, route.version),
    onSuccess: async (saved, { route, patch }) => {
      await refresh()
      if (isQuiet) return
      if (!patch.account_ids) toast(t('common.saved'))
      else {
        const before = route.stops.map(({ account_id }) => account_id)
        toast(t('route.retimed'), { label: t('common.undo'), run: () => change.mutate({ route: saved, patch: { account_ids: before } }) })
      }
    },
    onError: async (error) => {
      toast(error instanceof Problem && error.isStale ? t('route.stale') : explain(error))
      await refresh()
    },
  })
  return change
}

export function useDeleteRoute() {
  const t = useT()
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, version }: Route) => api.delete(`/routes/${id}`, version),
    onSuccess: async () => {
      toast(t('route.deleted'))
      await client.invalidateQueries({ queryKey: ['routes'] })
    },
    onError: (error) => toast(explain(error)),
  })
}
