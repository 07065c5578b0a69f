import { api } from './http'
import { Problem } from './problem'
import type { Job } from './types'

export interface JobWatch {
  onProgress: (progress: number | null, partial: unknown) => void
  signal: AbortSignal
}

const EVENTS_RETRY_MS = 1000

/** Follows a job by server-sent events until it is done; aborting the signal cancels the job itself. */
export async function followJob<Result>(id: string, { onProgress, signal }: JobWatch): Promise<Result> {
  const events = new EventSource(`/api/v1/jobs/${id}/events`)
  const cancel = () => void api.delete(`/jobs/${id}`).catch(() => undefined)
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => {
        cancel()
        reject(new DOMException('cancelled', 'AbortError'))
      })
      events.addEventListener('progress', (event) => {
        const { progress, partial } = JSON.parse((event as MessageEvent<string>).data) as Job
        onProgress(progress, partial)
      })
      events.addEventListener('done', () => resolve())
      events.addEventListener('failed', () => resolve())
      events.addEventListener('cancelled', () => resolve())
      // A broken stream is no verdict: the job itself is asked below.
      events.addEventListener('error', () => setTimeout(resolve, EVENTS_RETRY_MS))
    })
  } finally {
    events.close()
  }
  return settle<Result>(id, signal)
}

async function settle<Result>(id: string, signal: AbortSignal): Promise<Result> {
  for (;;) {
    const job = await api.get<Job<Result>>(`/jobs/${id}`, undefined, signal)
    if (job.state === 'done') return job.result as Result
    if (job.state === 'cancelled') throw new DOMException('cancelled', 'AbortError')
    if (job.state === 'failed') throw new Problem(422, { code: job.problem?.code ?? 'job.failed', detail: job.problem?.detail ?? '' })
    await new Promise((resolve) => setTimeout(resolve, EVENTS_RETRY_MS))
  }
}
