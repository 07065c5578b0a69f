import { OFFLINE, Problem } from '@/api/problem'
import { translate, type MessageKey } from '@/i18n'
import errors from '@/i18n/messages/en/error.json'

/** What went wrong in the reader's words: by code when we have words for it, else the service's own. */
export function explain(error: unknown): string {
  if (!(error instanceof Problem)) return translate('error.unexpected')
  if (error.code === OFFLINE) return translate('error.offline')
  if (error.code in errors) return translate(`error.${error.code}` as MessageKey)
  if (`http.${error.status}` in errors) return error.detail || translate(`error.http.${error.status}` as MessageKey)
  return error.detail || translate('error.unexpected')
}

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError'
