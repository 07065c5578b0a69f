import { Scale } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { api } from '@/api/http'
import type { Alignment, RealignPlan, RealignResult, Territory } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { AccountPicker } from '@/records/AccountPicker'
import { explain } from '@/records/errors'
import { useJob } from '@/records/job'
import { Button } from '@/ui/Button'
import { Slider } from '@/ui/Choice'
import { Chip, Notice, Progress } from '@/ui/display'
import { Field } from '@/ui/Field'
import { Form, Panel, Section } from '@/ui/layout'
import { Select } from '@/ui/Select'
import { useSaveRealignment } from './actions'
import { BALANCES, deviations, measureOf, worst, type Balance } from './model'
import { MovesLayer } from './MovesLayer'
import { MovesList } from './MovesList'
import { PlanList } from './PlanList'

const SECONDS = 10

export interface RealignPanelProps {
  alignment: Alignment
  territories: Territory[]
  onClose: () => void
  onSaved: (id: string) => void
  /** The chosen plan, for the map and the drawer. */
  onProposal: (plan: RealignPlan | null, balance: Balance, tolerance: number) => void
}

/** Plans for an alignment in which at most 0, 2, 5, 10 or 20 % of the accounts change hands. */
export function RealignPanel({ alignment, territories, onClose, onSaved, onProposal }: RealignPanelProps) {
  const t = useT()
  const [balance, setBalance] = useState<Balance>('workload')
  const [tolerance, setTolerance] = useState(0.1)
  const [keep, setKeep] = useState<{ id: string; name: string }[]>([])
  const [chosen, setChosen] = useState<number | null>(null)
  const job = useJob<RealignResult, RealignResult>()
  const isRunning = job.state.phase === 'running'
  const result = job.state.phase === 'running' ? job.state.partial : job.state.phase === 'done' ? job.state.result : null
  const front = result?.front
  // Without a choice the plan that may move most is shown.
  const plan = front?.find(({ share }) => share === chosen) ?? front?.at(-1) ?? null
  useEffect(() => onProposal(plan, balance, tolerance), [onProposal, plan, balance, tolerance])
  useEffect(() => () => onProposal(null, 'workload', 0), [onProposal])
  const before = useMemo(() => worst(deviations(territories.map(({ measures }) => measureOf(measures, balance)))), [territories, balance])
  const start = () => {
    setChosen(null)
    void job.run(() =>
      api.post<{ id: string }>(`/alignments/${alignment.id}/realign`, { balance: [balance], tolerance, keep: keep.map(({ id }) => id), time_limit_s: SECONDS }),
    )
  }
  return (
    <Panel
      title={t('territory.realign')}
      label={t('territory.realign')}
      subtitle={alignment.name}
      onClose={onClose}
      footer={
        job.state.phase === 'running' ? (
          <div className="grow">
            <Progress label={t('territory.realigning')} value={job.state.progress} onCancel={job.cancel} />
          </div>
        ) : (
          <Button variant={front ? 'secondary' : 'primary'} block icon={<Scale aria-hidden />} onPress={start}>
            {t(front ? 'territory.realignAgain' : 'territory.realignNow')}
          </Button>
        )
      }
    >
      {plan ? <MovesLayer moves={plan.moves} /> : null}
      <Section title={t('territory.how')}>
        <Select label={t('territory.balanceBy')} value={balance} onChange={setBalance} isDisabled={isRunning} options={BALANCES.map((id) => ({ id, label: t(`territory.balance.${id}`) }))} />
        <Tolerance value={tolerance} onChange={setTolerance} />
      </Section>
      <Stay keep={keep} onKeep={setKeep} />
      {job.state.phase === 'failed' ? <Notice tone="bad">{explain(job.state.error)}</Notice> : null}
      {front && plan ? (
        <>
          <Section title={t('territory.plans')}>
            <PlanList front={front} chosen={plan} before={before} balance={balance} tolerance={tolerance} onChoose={setChosen} />
          </Section>
          <Section title={t('territory.moves')}>
            <MovesList moves={plan.moves} territories={territories} />
          </Section>
          {isRunning || plan.moves.length === 0 ? null : <Apply alignment={alignment} plan={plan} brief={result?.brief} onSaved={onSaved} />}
        </>
      ) : null}
    </Panel>
  )
}

function Tolerance({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const t = useT()
  const format = useFormat()
  return <Slider label={t('territory.tolerance')} value={value} onChange={onChange} min={0.02} max={0.3} step={0.01} output={`± ${format.percent(value)}`} />
}

interface Named {
  id: string
  name: string
}

/** Accounts whose place stays with its territory. */
function Stay({ keep, onKeep }: { keep: Named[]; onKeep: (keep: Named[]) => void }) {
  const t = useT()
  return (
    <Section title={t('territory.stay')}>
      <p className="muted small">{t('territory.stayHint')}</p>
      <AccountPicker onPick={({ id, name }) => onKeep([...keep.filter((other) => other.id !== id), { id, name }])} />
      {keep.length > 0 ? (
        <div className="row" style={{ flexWrap: 'wrap' }}>
          {keep.map(({ id, name }) => (
            <Chip key={id} removeLabel={t('territory.unlock', { name })} onRemove={() => onKeep(keep.filter((other) => other.id !== id))}>
              {name}
            </Chip>
          ))}
        </div>
      ) : null}
    </Section>
  )
}

interface ApplyProps {
  alignment: Alignment
  plan: RealignPlan
  brief: unknown
  onSaved: (id: string) => void
}

function Apply({ alignment, plan, brief, onSaved }: ApplyProps) {
  const t = useT()
  const [name, setName] = useState('')
  const save = useSaveRealignment(onSaved)
  const title = name.trim() || t('territory.realignedName', { name: alignment.name })
  return (
    <Form onSubmit={() => save.mutate({ name: title, plan, brief })} label={t('territory.saveAs')}>
      <Field label={t('territory.saveAs')} value={name} onChange={setName} placeholder={title} />
      <Button type="submit" variant="primary" isPending={save.isPending}>
        {t('territory.applyPlan')}
      </Button>
    </Form>
  )
}
