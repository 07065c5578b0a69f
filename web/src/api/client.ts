import { QueryClient } from '@tanstack/react-query'
import { Problem } from './problem'

const STALE_MS = 15_000
const RETRIES = 2

/** Retries only what may heal by itself: a lost network and a busy service. */
function retry(failures: number, error: Error): boolean {
  const passing = error instanceof Problem && (error.status === 0 || error.status === 503)
  return passing && failures < RETRIES
}

export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: STALE_MS, retry, refetchOnWindowFocus: false }, mutations: { retry: false } },
})
