/** An error answer of the service (RFC 9457), or the network's failure to bring one. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly fields: FieldProblem[]
  readonly requestId: string | null

  constructor(status: number, body: ProblemBody) {
    super(body.detail ?? body.title ?? body.code ?? `HTTP ${status}`)
    this.name = 'Problem'
    this.status = status
    this.code = body.code ?? `http.${status}`
    this.detail = body.detail ?? body.title ?? ''
    this.fields = body.errors ?? []
    this.requestId = body.request_id ?? null
  }

  get isStale(): boolean {
    return this.status === 409 && this.code === 'version.stale'
  }
}

export interface FieldProblem {
  code: string
  message?: string
  detail?: string
  pointer?: string
  field?: string
}

export interface ProblemBody {
  title?: string
  detail?: string
  code?: string
  errors?: FieldProblem[]
  request_id?: string
}

export const OFFLINE = 'network.offline'

/** The field a problem points at: `/sites/0/city` and `city` both name `city`. */
export function fieldOf(problem: FieldProblem): string {
  return (problem.field ?? problem.pointer ?? '').split(/[/.]/).filter(Boolean).at(-1) ?? ''
}
