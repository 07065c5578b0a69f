import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react'

export type ThemeChoice = 'system' | 'light' | 'dark'
export type Theme = 'light' | 'dark'

interface ThemeState {
  choice: ThemeChoice
  theme: Theme
  setChoice: (choice: ThemeChoice) => void
}

const STORED = 'gcrm.theme'
const darkQuery = window.matchMedia('(prefers-color-scheme: dark)')
const ThemeContext = createContext<ThemeState | null>(null)

function stored(): ThemeChoice {
  const value = localStorage.getItem(STORED)
  return value === 'light' || value === 'dark' ? value : 'system'
}

function subscribe(onChange: () => void): () => void {
  darkQuery.addEventListener('change', onChange)
  return () => darkQuery.removeEventListener('change', onChange)
}

export function Themed({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState(stored)
  const systemDark = useSyncExternalStore(subscribe, () => darkQuery.matches)
  const theme: Theme = choice === 'system' ? (systemDark ? 'dark' : 'light') : choice
  useEffect(() => {
    localStorage.setItem(STORED, choice)
    document.documentElement.dataset['theme'] = theme
  }, [choice, theme])
  const state = useMemo(() => ({ choice, theme, setChoice }), [choice, theme])
  return <ThemeContext value={state}>{children}</ThemeContext>
}

export function useTheme(): ThemeState {
  const state = useContext(ThemeContext)
  if (!state) throw new Error('useTheme outside of Themed')
  return state
}
