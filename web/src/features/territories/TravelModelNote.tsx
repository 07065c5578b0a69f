import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Gauge } from 'lucide-react'
import { api } from '@/api/http'
import { useMay } from '@/api/session'
import type { Alignment, TravelModel } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { explain } from '@/records/errors'
import { useJob } from '@/records/job'
import { Button } from '@/ui/Button'
import { Notice, Progress } from '@/ui/display'
import { Section } from '@/ui/layout'

const MODEL_KEY = ['travel-model']

/** How good the estimate of travel is, and holding it against days that are really planned. */
export function TravelModelNote({ alignment }: { alignment: Alignment }) {
  const t = useT()
  const format = useFormat()
  const may = useMay()
  const client = useQueryClient()
  const model = useQuery({ queryKey: MODEL_KEY, queryFn: () => api.get<TravelModel>('/travel-model') }).data
  const job = useJob<{ model: TravelModel }>()
  const start = async () => {
    const done = await job.run(() => api.post<{ id: string }>(`/alignments/${alignment.id}/calibrate`, {}))
    if (!done) return
    await Promise.all([MODEL_KEY, ['territories'], ['territory']].map((queryKey) => client.invalidateQueries({ queryKey })))
  }
  if (!model) return null
  return (
    <Section title={t('territory.travel')}>
      <p className="muted small">
        {model.mean_error === null
          ? t('territory.travelUnchecked')
          : t('territory.travelChecked', { count: model.n_samples, error: format.percent(model.mean_error), visits: format.number(Math.round(model.visits_per_day * 10) / 10) })}
      </p>
      {job.state.phase === 'failed' ? <Notice tone="bad">{explain(job.state.error)}</Notice> : null}
      {job.state.phase === 'running' ? (
        <Progress label={t('territory.calibrating')} value={job.state.progress} onCancel={job.cancel} />
      ) : may('alignment', 'manage') ? (
        <Button icon={<Gauge aria-hidden />} onPress={() => void start()}>
          {t('territory.calibrate')}
        </Button>
      ) : null}
    </Section>
  )
}
