import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { Area } from '@/api/types'
import { CODE_FIELDS, type AccountQuery, type CodeField } from './query'

/** All that the URL remembers beside the path. */
export interface AppSearch extends AccountQuery {
  /** Viewport: "lng,lat,zoom". */
  at?: string | undefined
  sort?: string | undefined
  /** The selected account. */
  sel?: string | undefined
  /** What the side panel shows when no account is selected, for instance "import". */
  panel?: string | undefined
  /** The day and rep of a route. */
  day?: string | undefined
  rep?: string | undefined
  /** The opened snapshot, alignment, territory or route. */
  open?: string | undefined
  with?: string | undefined
  color?: string | undefined
  /** "view" when the list follows the map. */
  scope?: string | undefined
}

const TEXTS = ['q', 'at', 'sort', 'sel', 'panel', 'day', 'rep', 'open', 'with', 'color', 'scope', ...Object.keys(CODE_FIELDS)] as const

/** Keeps what is known and well formed; anything else in a URL is dropped, not trusted. */
export function parseSearch(raw: Record<string, unknown>): AppSearch {
  const search: Record<string, unknown> = {}
  for (const name of TEXTS) {
    const value = raw[name]
    if (typeof value === 'string' && value !== '') search[name] = value
    if (typeof value === 'number') search[name] = String(value)
  }
  if (isArea(raw['area'])) search['area'] = raw['area']
  return search as AppSearch
}

const AREA_TYPES = new Set(['polygon', 'circle', 'admin', 'territory', 'drive_time', 'bbox'])

function isArea(value: unknown): value is Area {
  return typeof value === 'object' && value !== null && AREA_TYPES.has((value as { type?: string }).type ?? '')
}

export const useAppSearch = (): AppSearch => useSearch({ strict: false }) as AppSearch

/** Changes parts of the URL's search; `replace` leaves no step in the history. */
export function useSetSearch(): (patch: AppSearch, options?: { replace?: boolean }) => void {
  const navigate = useNavigate()
  return useCallback(
    (patch, { replace = false } = {}) =>
      void navigate({ to: '.', search: (previous: AppSearch) => ({ ...previous, ...patch }), replace } as never),
    [navigate],
  )
}

/** The account query of the URL, stable while it asks the same. */
export function useAccountQuery(): AccountQuery {
  const search = useAppSearch()
  const key = JSON.stringify([search.q, search.area, ...Object.keys(CODE_FIELDS).map((name) => search[name as CodeField])])
  return useMemo(() => {
    const query: AccountQuery = { q: search.q, area: search.area }
    for (const name of Object.keys(CODE_FIELDS) as CodeField[]) query[name] = search[name]
    return query
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key stands for all parts
  }, [key])
}
