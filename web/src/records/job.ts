import { useCallback, useEffect, useRef, useState } from 'react'
import { followJob } from '@/api/jobs'
import { isAbort } from './errors'

export type JobState<Result, Partial> =
  | { phase: 'idle' }
  | { phase: 'running'; progress: number | null; partial: Partial | null }
  | { phase: 'done'; result: Result }
  | { phase: 'failed'; error: unknown }

export interface JobRunner<Result, Partial> {
  state: JobState<Result, Partial>
  run: (start: () => Promise<{ id: string }>) => Promise<Result | null>
  cancel: () => void
  reset: () => void
}

/** Starts long work, follows its progress where it was started, and can cancel it. */
export function useJob<Result, Partial = unknown>(): JobRunner<Result, Partial> {
  const [state, setState] = useState<JobState<Result, Partial>>({ phase: 'idle' })
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])

  const run = useCallback(async (start: () => Promise<{ id: string }>) => {
    abort.current?.abort()
    const controller = new AbortController()
    abort.current = controller
    setState({ phase: 'running', progress: null, partial: null })
    try {
      const { id } = await start()
      const result = await followJob<Result>(id, {
        signal: controller.signal,
        onProgress: (progress, partial) =>
          setState((now) => ({
            phase: 'running',
            progress,
            partial: (partial as Partial | undefined) ?? (now.phase === 'running' ? now.partial : null),
          })),
      })
      setState({ phase: 'done', result })
      return result
    } catch (error) {
      if (!controller.signal.aborted || !isAbort(error)) setState({ phase: 'failed', error })
      else if (abort.current === controller) setState({ phase: 'idle' })
      return null
    }
  }, [])
  const cancel = useCallback(() => abort.current?.abort(), [])
  const reset = useCallback(() => setState({ phase: 'idle' }), [])
  return { state, run, cancel, reset }
}
