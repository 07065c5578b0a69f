import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { api } from '@/api/http'
import type { Account, List } from '@/api/types'
import { filterOf, type AccountQuery } from '@/records/query'
import type { Sort } from '@/ui/DataTable'

const PAGE_ROWS = 100
const AHEAD_ROWS = 40

export const DEFAULT_SORT: Sort = { column: 'value_12m', descending: true }

/** "-value_12m" in the URL and the API. */
export const sortText = ({ column, descending }: Sort): string => (descending ? `-${column}` : column)

export function parseSort(text: string | undefined): Sort {
  if (!text) return DEFAULT_SORT
  return text.startsWith('-') ? { column: text.slice(1), descending: true } : { column: text, descending: false }
}

export interface AccountRows {
  total: number
  row: (index: number) => Account | undefined
  onReach: (index: number) => void
  isPending: boolean
  error: Error | null
  retry: () => void
}

/** The list's rows, fetched page by page as they are scrolled to. */
export function useAccountRows(query: AccountQuery, sort: Sort): AccountRows {
  const pages = useInfiniteQuery({
    queryKey: ['accounts', query, sort],
    queryFn: ({ pageParam, signal }) =>
      api.post<List<Account>>(
        '/accounts/search',
        {
          filter: filterOf(query) ?? undefined,
          area: query.area,
          sort: sortText(sort),
          limit: PAGE_ROWS,
          cursor: pageParam ?? undefined,
          include_total: true,
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ page }) => (page.has_more ? page.next_cursor : undefined),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => pages.data?.pages.flatMap(({ data }) => data) ?? [], [pages.data])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  const onReach = useCallback(
    (index: number) => {
      if (hasNextPage && !isFetchingNextPage && index + AHEAD_ROWS >= rows.length) void fetchNextPage()
    },
    [hasNextPage, isFetchingNextPage, fetchNextPage, rows.length],
  )
  return {
    total: pages.data?.pages[0]?.page.total ?? rows.length,
    row: (index) => rows[index],
    onReach,
    isPending: pages.isPending,
    error: pages.error,
    retry: () => void pages.refetch(),
  }
}
