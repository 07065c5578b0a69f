import { useMutation } from '@tanstack/react-query'
import { ArrowLeftRight, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ListedClosure, RoadClosureDraft, Stretch } from '@/api/closures'
import { api } from '@/api/http'
import type { VehicleProfile } from '@/api/vehicles'
import { useT } from '@/i18n'
import { useMapClick } from '@/map/AreaLayer'
import { explain } from '@/records/errors'
import { useSave } from '@/records/save'
import { Button, IconButton } from '@/ui/Button'
import { Checkbox, Segmented, Switch } from '@/ui/Choice'
import { Notice } from '@/ui/display'
import { Field, NumberField } from '@/ui/Field'
import { Form, Panel, Section } from '@/ui/layout'
import css from './closures.module.css'
import { CLOSURE_KEYS, stretchAt } from './closures'
import { ClosuresLayer } from './ClosuresLayer'
import { draftOf, NEW_CLOSURE, reversed, toggled } from './model'

const PROFILES: VehicleProfile[] = ['car', 'van', 'bicycle', 'foot']
const SLOW_KMH = 20
const FORM = 'closure-form'

export interface ClosureFormProps {
  /** Null makes a new one. */
  closure: ListedClosure | null
  onDone: () => void
}

/** Points at roads on the map and says from when to when they are closed, or how slow they are. */
export function ClosureForm({ closure, onDone }: ClosureFormProps) {
  const t = useT()
  const [draft, setDraft] = useState<RoadClosureDraft>(closure ? draftOf(closure) : NEW_CLOSURE)
  const [isNamed, setNamed] = useState(closure !== null)
  const set = (patch: Partial<RoadClosureDraft>) => setDraft((now) => ({ ...now, ...patch }))
  const put = (stretches: Stretch[]) => set(isNamed ? { stretches } : { stretches, name: stretches[0]?.name ?? '' })
  const point = useMutation({ mutationFn: stretchAt, onSuccess: (stretch) => put(toggled(draft.stretches, stretch)) })
  useMapClick(true, point.mutate)
  const save = useSave(() => (closure ? api.patch(`/road-closures/${closure.id}`, draft, closure.version) : api.post('/road-closures', draft)), CLOSURE_KEYS, onDone)
  const isReady = draft.name.trim() !== '' && draft.stretches.length > 0 && draft.profiles.length > 0
  const shown = useMemo(() => [draft], [draft])
  return (
    <Panel
      title={t(closure ? 'closure.change' : 'closure.add')}
      label={t('closure.title')}
      onClose={onDone}
      footer={
        <>
          <Button variant="primary" className="grow" type="submit" form={FORM} isDisabled={!isReady} isPending={save.isPending}>
            {t('common.save')}
          </Button>
          <Button onPress={onDone}>{t('common.cancel')}</Button>
        </>
      }
    >
      <ClosuresLayer closures={shown} />
      <Form id={FORM} label={t('closure.title')} onSubmit={() => isReady && save.mutate()}>
        <Stretches stretches={draft.stretches} onStretches={put} />
        {point.error ? <Notice tone="warn">{explain(point.error)}</Notice> : null}
        <Field
          label={t('closure.name')}
          value={draft.name}
          maxLength={200}
          isRequired
          onChange={(name) => {
            setNamed(true)
            set({ name })
          }}
        />
        <Segmented
          label={t('closure.kind')}
          value={draft.speed_kmh === null ? 'closed' : 'slow'}
          onChange={(kind) => set({ speed_kmh: kind === 'closed' ? null : SLOW_KMH })}
          options={[
            { id: 'closed', label: t('closure.closed') },
            { id: 'slow', label: t('closure.slow') },
          ]}
        />
        {draft.speed_kmh === null ? null : <NumberField label={t('closure.speed')} value={draft.speed_kmh} min={1} max={130} onChange={(kmh) => set({ speed_kmh: kmh ?? SLOW_KMH })} />}
        <div className={css.line}>
          <Switch isSelected={draft.one_way} onChange={(one_way) => set({ one_way })}>
            {t('closure.oneWay')}
          </Switch>
          {draft.one_way ? <IconButton label={t('closure.turn')} icon={<ArrowLeftRight />} onPress={() => set({ stretches: draft.stretches.map(reversed) })} /> : null}
        </div>
        <div className="two-columns">
          <Field label={t('closure.from')} type="date" value={draft.starts_on ?? ''} onChange={(day) => set({ starts_on: day || null })} />
          <Field label={t('closure.to')} type="date" value={draft.ends_on ?? ''} onChange={(day) => set({ ends_on: day || null })} hint={draft.ends_on ? undefined : t('closure.openEnded')} />
        </div>
        <Section title={t('closure.whom')}>
          <div className={css.profiles}>
            {PROFILES.map((profile) => (
              <Checkbox
                key={profile}
                isSelected={draft.profiles.includes(profile)}
                onChange={(on) => set({ profiles: PROFILES.filter((other) => (other === profile ? on : draft.profiles.includes(other))) })}
              >
                {t(`settings.vehicle.${profile}`)}
              </Checkbox>
            ))}
          </div>
        </Section>
        <Field label={t('closure.note')} value={draft.note ?? ''} multiline maxLength={2000} onChange={(note) => set({ note: note || null })} />
      </Form>
    </Panel>
  )
}

function Stretches({ stretches, onStretches }: { stretches: Stretch[]; onStretches: (stretches: Stretch[]) => void }) {
  const t = useT()
  return (
    <>
      <Notice>{t(stretches.length === 0 ? 'closure.pointFirst' : 'closure.pointMore')}</Notice>
      {stretches.length > 0 ? (
        <ul className={css.stretches} aria-label={t('closure.roads')}>
          {stretches.map((stretch, i) => {
            const name = stretch.name || t('closure.unnamed')
            return (
              <li key={JSON.stringify(stretch.pieces)}>
                <span className="grow ellipsis">{name}</span>
                <IconButton label={t('closure.takeOut', { name })} icon={<X />} onPress={() => onStretches(stretches.filter((_, at) => at !== i))} />
              </li>
            )
          })}
        </ul>
      ) : null}
    </>
  )
}
