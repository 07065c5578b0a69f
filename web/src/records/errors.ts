import { OFFLINE, Problem } from '@/api/problem'
import { translate, type MessageKey } from '@/i18n'
import errors from '@/i18n/messages/en/error.json'

/** What went wrong in the reader's words. The service speaks the reader's language; we speak where it could not. */
export function explain(error: unknown): string {
  if (!(error instanceof Problem)) return translate('error.unexpected')
  if (error.code === OFFLINE) return translate('error.offline')
  if (error.detail) return [error.detail, ...error.fields.map(({ message }) => message)].filter(Boolean).join(' ')
  const key = `http.${error.status}`
  return translate(key in errors ? (`error.${key}` as MessageKey) : 'error.unexpected')
}

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError'
