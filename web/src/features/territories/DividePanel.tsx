import { Split } from 'lucide-react'
import { useEffect, useState } from 'react'
import { api } from '@/api/http'
import type { Area, DivideResult } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { AreaLayer, useAreaGeometry } from '@/map/AreaLayer'
import { AreaPicker } from '@/map/AreaPicker'
import { explain } from '@/records/errors'
import { useJob } from '@/records/job'
import { useUsers } from '@/records/lookups'
import { Button } from '@/ui/Button'
import { Notice, Progress } from '@/ui/display'
import { Field } from '@/ui/Field'
import { Form, Panel, Section } from '@/ui/layout'
import { useSaveDivision } from './actions'
import { Barriers } from './Barriers'
import { CountFields } from './CountFields'
import { GoalFields } from './GoalFields'
import { Locks } from './Locks'
import { deviationsOf, worst, type Balance } from './model'
import { divisionOf, FIRST_TERMS, isComplete, type Terms } from './terms'
import { UnitFields } from './UnitFields'

const SECONDS = 8

export interface DividePanelProps {
  onClose: () => void
  onSaved: (id: string) => void
  /** The proposal as it stands, for the map and the drawer. */
  onProposal: (proposal: DivideResult | null, balance: Balance, tolerance: number) => void
}

/** Divides an area into balanced territories; the map shows the plan getting better. */
export function DividePanel({ onClose, onSaved, onProposal }: DividePanelProps) {
  const t = useT()
  const format = useFormat()
  const reps = useUsers().filter(({ role, status }) => role === 'rep' && status === 'active')
  const [area, setArea] = useState<Area>()
  const [terms, setTerms] = useState(FIRST_TERMS)
  const { balance, tolerance } = terms
  const change = (patch: Partial<Terms>) => setTerms((now) => ({ ...now, ...patch }))
  const [name, setName] = useState('')
  const isReady = isComplete(area, terms, reps)
  const geometry = useAreaGeometry(area)
  const job = useJob<DivideResult, DivideResult>()
  const save = useSaveDivision(onSaved)
  const proposal = job.state.phase === 'running' ? job.state.partial : job.state.phase === 'done' ? job.state.result : null
  useEffect(() => onProposal(proposal, balance, tolerance), [onProposal, proposal, balance, tolerance])
  useEffect(() => () => onProposal(null, 'workload', 0), [onProposal])

  const start = () => {
    void job.run(() => api.post<{ id: string }>('/territories/divide', divisionOf(area, terms, reps, SECONDS)))
  }
  const spread = proposal ? worst(deviationsOf(proposal.territories, balance)) : null
  const title = name.trim() || t('territory.defaultName', { date: format.date(new Date()) })
  return (
    <Panel
      title={t('territory.divide')}
      label={t('territory.divide')}
      subtitle={t('territory.divideLead')}
      onClose={onClose}
      footer={
        job.state.phase === 'running' ? (
          <div className="grow">
            <Progress
              label={t('territory.dividing')}
              value={job.state.progress}
              detail={spread === null ? undefined : t('territory.spread', { share: format.percent(spread, 1) })}
              onCancel={job.cancel}
            />
          </div>
        ) : (
          <Button variant={proposal ? 'secondary' : 'primary'} block icon={<Split aria-hidden />} isDisabled={!isReady} onPress={start}>
            {t(proposal ? 'territory.divideAgain' : 'territory.divideNow')}
          </Button>
        )
      }
    >
      {area?.type === 'polygon' ? null : <AreaLayer geometry={proposal ? null : geometry} fit={area?.type === 'admin'} />}
      <Section title={t('territory.where')}>
        <AreaPicker area={area} onArea={(next) => setArea(next)} tools={['bbox', 'polygon', 'circle', 'admin', 'drive_time', 'territory']} />
        <UnitFields terms={terms} onTerms={change} />
      </Section>
      <Section title={t('territory.how')}>
        <CountFields terms={terms} onTerms={change} reps={reps} />
        <GoalFields terms={terms} onTerms={change} reps={reps} />
      </Section>
      <Locks terms={terms} onTerms={change} reps={reps} />
      <Barriers barriers={terms.barriers} onBarriers={(barriers) => change({ barriers })} />
      {job.state.phase === 'failed' ? <Notice tone="bad">{explain(job.state.error)}</Notice> : null}
      {job.state.phase === 'done' ? (
        <>
          {terms.countBy === 'hours' ? <Notice>{t('territory.needed', { count: job.state.result.territories.length })}</Notice> : null}
          <Remarks result={job.state.result} spread={spread ?? 0} tolerance={tolerance} />
          <Form onSubmit={() => save.mutate({ name: title, result: (job.state as { result: DivideResult }).result })} label={t('territory.saveAs')}>
            <Field label={t('territory.saveAs')} value={name} onChange={setName} placeholder={title} />
            <Button type="submit" variant="primary" isPending={save.isPending}>
              {t('territory.savePlan')}
            </Button>
          </Form>
        </>
      ) : null}
    </Panel>
  )
}

/** What the checker says; a plan out of tolerance is an answer, with its reasons. */
export function Remarks({ result, spread, tolerance }: { result: DivideResult; spread: number; tolerance: number }) {
  const t = useT()
  const format = useFormat()
  const remarks = [...(result.checks ?? []), ...(result.causes ?? [])]
  const isWithin = spread <= tolerance + 1e-9
  return (
    <Notice tone={isWithin ? 'good' : 'warn'}>
      <p>{t(isWithin ? 'territory.within' : 'territory.outside', { share: format.percent(spread, 1) })}</p>
      {remarks.map(({ code, message }) => (
        <p key={`${code}:${message}`} className="small">
          {message}
        </p>
      ))}
    </Notice>
  )
}
