import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/http'
import { Problem } from '@/api/problem'
import type { List, Route } from '@/api/types'
import { useT } from '@/i18n'
import { explain } from '@/records/errors'
import { toast } from '@/ui/toast'
import { handedOver, type Move } from './lanes'

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

/** Routes of one rep, or of everyone in sight, over some days. */
export const useRoutesBetween = (userId: string | undefined, from: string, to: string, isWanted: boolean) =>
  useQuery({
    queryKey: ['routes', userId ?? 'all', from, to],
    queryFn: ({ signal }) => api.get<List<Route>>('/routes', { user_id: userId, from, to }, signal),
    enabled: isWanted,
  })

/** Hands a visit from one route to another: it is added there before it is taken out here, so that it is never lost. */
export function useHandOver() {
  const t = useT()
  const client = useQueryClient()
  const handOver = useMutation({
    mutationFn: async (move: Move) => {
      const orders = handedOver(move)
      const to = await api.patch<Route>(`/routes/${move.to.id}`, { account_ids: orders.to }, move.to.version)
      const from = await api.patch<Route>(`/routes/${move.from.id}`, { account_ids: orders.from }, move.from.version)
      return { from, to }
    },
    onSuccess: async ({ from, to }, { accountId, from: before, to: target }) => {
      const at = before.stops.findIndex(({ account_id }) => account_id === accountId)
      const name = before.stops[at]?.account_name ?? ''
      const back = () => handOver.mutate({ accountId, from: to, to: from, at })
      toast(t('route.handedOver', { name, to: target.date }), { label: t('common.undo'), run: back })
      await client.invalidateQueries({ queryKey: ['routes'] })
    },
    onError: async (error) => {
      toast(error instanceof Problem && error.isStale ? t('route.stale') : explain(error))
      await client.invalidateQueries({ queryKey: ['routes'] })
    },
  })
  return handOver
}
