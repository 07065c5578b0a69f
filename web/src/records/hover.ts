import { useSyncExternalStore } from 'react'

let hovered: string | null = null
const listeners = new Set<() => void>()

/** The account under the pointer, in the list or on the map: each shows what the other hovers. */
export function hoverAccount(id: string | null): void {
  if (id === hovered) return
  hovered = id
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useHovered = (): string | null => useSyncExternalStore(subscribe, () => hovered)
