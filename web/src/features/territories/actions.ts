import type { MultiPolygon, Polygon } from 'geojson'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/http'
import type { Alignment, DivideResult, ProposedTerritory, RealignPlan, Territory } from '@/api/types'
import { useT } from '@/i18n'
import { accountsChanged } from '@/records/changed'
import { explain } from '@/records/errors'
import { toast } from '@/ui/toast'

/** Everything that names territories asks anew. */
function useRefresh() {
  const client = useQueryClient()
  return () => Promise.all(['alignments', 'territories', 'territory'].map((key) => client.invalidateQueries({ queryKey: [key] })))
}

const onError = (error: Error) => toast(explain(error))

export function usePublish() {
  const t = useT()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ id, version }: Alignment) => api.post<{ accounts_changed: number }>(`/alignments/${id}/publish`, undefined, { version }),
    onSuccess: async ({ accounts_changed }) => {
      toast(t('territory.published', { count: accounts_changed }))
      await refresh()
      await accountsChanged()
    },
    onError,
  })
}

/** A proposed territory as an alignment takes it. */
function draftOf(name: string, { geometry, color, owner_id, member_units, built_from }: ProposedTerritory) {
  return { name, geometry, color, owner_id, member_units, built_from }
}

export function useSaveDivision(onSaved: (id: string) => void) {
  const t = useT()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ name, result }: { name: string; result: DivideResult }) =>
      api.post<Alignment>('/alignments', {
        name,
        brief: result.brief,
        territories: result.territories.map((territory, i) => draftOf(t('territory.numbered', { number: i + 1 }), territory)),
      }),
    onSuccess: async ({ id }) => {
      toast(t('common.saved'))
      await refresh()
      onSaved(id)
    },
    onError,
  })
}

/** A plan of a realignment as an alignment of its own; names and owners stay as they are. */
export function useSaveRealignment(onSaved: (id: string) => void) {
  const t = useT()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ name, plan, brief }: { name: string; plan: RealignPlan; brief: unknown }) =>
      api.post<Alignment>('/alignments', {
        name,
        brief,
        territories: plan.territories.map((territory) => draftOf(territory.name, territory)),
      }),
    onSuccess: async ({ id }) => {
      toast(t('common.saved'))
      await refresh()
      onSaved(id)
    },
    onError,
  })
}

export function useCreateAlignment(onCreated: (id: string) => void) {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (name: string) => api.post<Alignment>('/alignments', { name, territories: [] }),
    onSuccess: async ({ id }) => {
      await refresh()
      onCreated(id)
    },
    onError,
  })
}

export function useDeleteAlignment(onDeleted: () => void) {
  const t = useT()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ id, version }: Alignment) => api.delete(`/alignments/${id}`, version),
    onSuccess: async (_, { name }) => {
      toast(t('common.deleted', { name }))
      onDeleted()
      await refresh()
    },
    onError,
  })
}

export interface TerritoryPatch {
  name?: string
  owner_id?: string | null
  color?: number
  geometry?: Polygon | MultiPolygon
}

export function useChangeTerritory() {
  const t = useT()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ territory, patch }: { territory: Territory; patch: TerritoryPatch }) =>
      api.patch<Territory>(`/territories/${territory.id}`, patch, territory.version),
    onSuccess: async () => {
      toast(t('common.saved'))
      await refresh()
      await accountsChanged()
    },
    onError: async (error) => {
      onError(error)
      await refresh()
    },
  })
}

export function useDrawTerritory(alignmentId: string) {
  const t = useT()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (draft: { name: string; geometry: Polygon }) => api.post<Territory>(`/alignments/${alignmentId}/territories`, draft),
    onSuccess: async () => {
      toast(t('common.saved'))
      await refresh()
    },
    onError,
  })
}

export function useDeleteTerritory() {
  const t = useT()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ id, version }: Territory) => api.delete(`/territories/${id}`, version),
    onSuccess: async (_, { name }) => {
      toast(t('common.deleted', { name }))
      await refresh()
    },
    onError,
  })
}
