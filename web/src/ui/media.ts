import { useSyncExternalStore } from 'react'

const phoneQuery = window.matchMedia('(width < 768px)')

function subscribe(onChange: () => void): () => void {
  phoneQuery.addEventListener('change', onChange)
  return () => phoneQuery.removeEventListener('change', onChange)
}

export const useIsPhone = (): boolean => useSyncExternalStore(subscribe, () => phoneQuery.matches)
