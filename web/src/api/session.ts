import { useQuery } from '@tanstack/react-query'
import { queryClient } from './client'
import { api, setCsrfToken } from './http'
import { Problem } from './problem'
import type { Level, Session } from './types'

export const sessionKey = ['session'] as const

/** The session, or null for a visitor. */
async function load(): Promise<Session | null> {
  try {
    return keep(await api.get<Session>('/session'))
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null
    throw error
  }
}

function keep(session: Session): Session {
  setCsrfToken(session.csrf_token)
  latest = session
  return session
}

export const sessionQuery = { queryKey: sessionKey, queryFn: load, staleTime: Infinity }

export async function signIn(email: string, password: string): Promise<Session> {
  const session = keep(await api.post<Session>('/session', { email, password }))
  queryClient.clear()
  queryClient.setQueryData(sessionKey, session)
  return session
}

/** Ends the session; what the page still knows is forgotten once it has been left. */
export async function signOut(): Promise<void> {
  await api.delete('/session')
}

export function forgetSession(): void {
  queryClient.clear()
  queryClient.setQueryData(sessionKey, null)
}

let latest: Session | null = null

/** The signed-in session. Parts of the page that are on their way out after signing out still see the last one. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery)
  const session = data ?? latest
  if (!session) throw new Error('useSession without a session')
  return session
}

/** Whether the caller may do this at all; which rows it applies to is the service's business. */
export function useMay(): (object: string, action: string) => boolean {
  const { permissions } = useSession()
  return (object, action) => {
    const level: Level = permissions[object]?.[action] ?? 'none'
    return level !== 'none'
  }
}
