import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ListedClosure, Stretch } from '@/api/closures'
import { api } from '@/api/http'
import { useMay, useSession } from '@/api/session'
import type { Coordinates, List } from '@/api/types'
import { whenIs } from './model'

const STALE_MS = 60_000

export const CLOSURE_KEYS = ['road-closures']

export const useClosures = () =>
  useQuery({ queryKey: CLOSURE_KEYS, queryFn: ({ signal }) => api.get<List<ListedClosure>>('/road-closures', undefined, signal), staleTime: STALE_MS })

const NONE: ListedClosure[] = []

/** What holds on a day. */
export function useClosuresOn(day: string): ListedClosure[] {
  const all = useClosures().data?.data ?? NONE
  return useMemo(() => all.filter((closure) => whenIs(closure, day) === 'now'), [all, day])
}

export const stretchAt = ([lng, lat]: Coordinates) => api.get<Stretch>('/roads/stretch', { at: `${lng},${lat}` })

/** Managers change every closure, reps their own. */
export function useMayChange(): (closure: ListedClosure, action: 'update' | 'delete') => boolean {
  const may = useMay()
  const { user, permissions } = useSession()
  return (closure, action) => may('road_closure', action) && (permissions['road_closure']?.[action] === 'all' || closure.created_by === user.id)
}
