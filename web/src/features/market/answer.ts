import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from '@/api/http'
import type { Area, MarketAnswer } from '@/api/types'
import { useGeneration } from '@/records/changed'
import { filterOf, type AccountQuery } from '@/records/query'
import { useDebounced } from '@/ui/debounce'

/** Long enough to let a dragging hand pass, short enough to feel live. */
const DEBOUNCE_MS = 90

/** The market of an area under a filter; a newer question aborts the older. */
export function useMarket(area: Area | null, query: AccountQuery, resolution: number) {
  const asked = useDebounced(area, DEBOUNCE_MS)
  const filter = filterOf(query)
  const generation = useGeneration()
  return useQuery({
    queryKey: ['market', asked, filter, resolution, generation],
    queryFn: ({ signal }) => api.post<MarketAnswer>('/market/query', { area: asked, filter: filter ?? undefined, resolution }, { signal }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  })
}
