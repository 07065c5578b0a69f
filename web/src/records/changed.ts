import { useSyncExternalStore } from 'react'
import { queryClient } from '@/api/client'

let generation = 0
const listeners = new Set<() => void>()

/** After a write to accounts: every list, figure and tile that shows them asks anew. */
export async function accountsChanged(): Promise<void> {
  generation += 1
  for (const listener of listeners) listener()
  await Promise.all(
    ['accounts', 'account', 'market', 'places', 'activities', 'territories', 'search'].map((key) =>
      queryClient.invalidateQueries({ queryKey: [key] }),
    ),
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Grows with every write of this tab; part of the tiles' address, so that old tiles are not shown. */
export const useGeneration = (): number => useSyncExternalStore(subscribe, () => generation)
