import { OFFLINE, Problem, type ProblemBody } from './problem'

export type Query = Record<string, string | number | boolean | null | undefined>

export interface Options {
  query?: Query
  body?: unknown
  /** The `version` of the record being changed, sent as If-Match. */
  version?: number
  headers?: Record<string, string>
  signal?: AbortSignal | undefined
}

export interface Answer<T> {
  data: T
  headers: Headers
}

const BASE = '/api/v1'
const SAFE = new Set(['GET', 'HEAD'])

let csrfToken = ''
let onSignedOut: () => void = () => undefined

export function setCsrfToken(token: string): void {
  csrfToken = token
}

/** What to do when the session has ended. */
export function onUnauthorized(handler: () => void): void {
  onSignedOut = handler
}

export async function send<T>(method: string, path: string, options: Options = {}): Promise<Answer<T>> {
  const response = await fetchOrExplain(url(path, options.query), {
    method,
    headers: headersOf(method, options),
    body: bodyOf(options.body),
    signal: options.signal ?? null,
    credentials: 'same-origin',
  })
  if (!response.ok) throw await problemOf(response, path)
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  const data = (response.status === 204 ? undefined : isJson ? await response.json() : await response.text()) as T
  return { data, headers: response.headers }
}

const only = async <T>(answer: Promise<Answer<T>>): Promise<T> => (await answer).data

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => only(send<T>('GET', path, { query, signal })),
  post: <T>(path: string, body?: unknown, options?: Options) => only(send<T>('POST', path, { ...options, body })),
  patch: <T>(path: string, body: unknown, version?: number) => only(send<T>('PATCH', path, { body, version })),
  put: <T>(path: string, body: unknown, version?: number) => only(send<T>('PUT', path, { body, version })),
  delete: (path: string, version?: number) => only(send<undefined>('DELETE', path, { version })),
}

export function url(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return `${BASE}${path}${text ? `?${text}` : ''}`
}

function headersOf(method: string, { body, version, headers }: Options): Headers {
  const all = new Headers({ Accept: 'application/json', 'Accept-Language': document.documentElement.lang, ...headers })
  if (!SAFE.has(method)) all.set('X-CSRF-Token', csrfToken)
  if (version !== undefined) all.set('If-Match', `"${version}"`)
  if (body !== undefined && !(body instanceof Blob) && !all.has('Content-Type')) all.set('Content-Type', 'application/json')
  return all
}

function bodyOf(body: unknown): BodyInit | null {
  if (body === undefined) return null
  return body instanceof Blob ? body : JSON.stringify(body)
}

async function fetchOrExplain(target: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(target, init)
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    throw new Problem(0, { code: OFFLINE })
  }
}

async function problemOf(response: Response, path: string): Promise<Problem> {
  if (response.status === 401 && path !== '/session') onSignedOut()
  const body = (await response.json().catch(() => ({}))) as ProblemBody
  return new Problem(response.status, body)
}
