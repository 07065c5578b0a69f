import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '@/api/http'
import type { Alignment, List, PlaceGroup, Tag, Territory, User } from '@/api/types'

const STALE_MS = 60_000
const LIMIT = 200

/** Short lists that many screens name things from. */
export const usersQuery = { queryKey: ['users'], queryFn: () => api.get<List<User>>('/users'), staleTime: STALE_MS }
export const tagsQuery = { queryKey: ['tags'], queryFn: () => api.get<List<Tag>>('/tags'), staleTime: STALE_MS }
export const alignmentsQuery = { queryKey: ['alignments'], queryFn: () => api.get<List<Alignment>>('/alignments', { limit: LIMIT }), staleTime: STALE_MS }
export const categoriesQuery = { queryKey: ['place-categories'], queryFn: () => api.get<List<PlaceGroup>>('/place-categories'), staleTime: Infinity }

export const territoriesQuery = (alignment: string | undefined) => ({
  queryKey: ['territories', alignment],
  queryFn: () => api.get<List<Territory>>(`/alignments/${alignment}/territories`),
  enabled: alignment !== undefined,
  staleTime: STALE_MS,
})

export function useActiveTerritories(): Territory[] {
  const { data: alignments } = useQuery(alignmentsQuery)
  const active = alignments?.data.find(({ state }) => state === 'active')?.id
  return useQuery(territoriesQuery(active)).data?.data ?? NO_TERRITORIES
}

const NO_TERRITORIES: Territory[] = []

export function useUsers(): User[] {
  return useQuery(usersQuery).data?.data ?? NO_USERS
}

const NO_USERS: User[] = []

export function useTags(): Tag[] {
  return useQuery(tagsQuery).data?.data ?? NO_TAGS
}

const NO_TAGS: Tag[] = []

interface Lookups {
  user: (id: string | null | undefined) => User | undefined
  territory: (id: string | null | undefined) => Territory | undefined
  tag: (id: string | null | undefined) => Tag | undefined
}

export function useLookups(): Lookups {
  const users = useUsers()
  const territories = useActiveTerritories()
  const tags = useTags()
  return useMemo(() => ({ user: finder(users), territory: finder(territories), tag: finder(tags) }), [users, territories, tags])
}

function finder<T extends { id: string }>(rows: T[]): (id: string | null | undefined) => T | undefined {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return (id) => (id ? byId.get(id) : undefined)
}
