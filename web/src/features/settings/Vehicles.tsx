import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, send } from '@/api/http'
import type { UsualVehicle, VehicleProfile, VehicleSettings } from '@/api/vehicles'
import { useT } from '@/i18n'
import { explain } from '@/records/errors'
import { useSave } from '@/records/save'
import { Button } from '@/ui/Button'
import { Checkbox, Segmented } from '@/ui/Choice'
import { Failure, SkeletonRows } from '@/ui/display'
import { NumberField } from '@/ui/Field'
import { Card, Form } from '@/ui/layout'
import { classesOf, draftOf, MEASURES, patchOf, type RoadClass, type VehicleDraft } from './vehicle-draft'

const PROFILES: VehicleProfile[] = ['car', 'van', 'bicycle', 'foot']
const AVOIDS = ['ferry', 'motorway', 'toll'] as const
/** Bounds of what the service takes. */
const FACTOR = { min: 0.2, max: 2, step: 0.05, format: { style: 'percent' } as const }
const TOP = { min: 3, max: 150 }
const METRES = { min: 0.3, max: 30, step: 0.1 }
const TONNES = { min: 0.05, max: 60, step: 0.05 }

type Own = Record<VehicleProfile, VehicleSettings>
type Usual = Record<VehicleProfile, UsualVehicle>

/** How the organisation's vehicles differ from usual ones. */
export function VehiclesCard() {
  const t = useT()
  const [profile, setProfile] = useState<VehicleProfile>('car')
  const usual = useQuery({ queryKey: ['vehicles', 'usual'], queryFn: () => api.get<Usual>('/vehicles/usual'), staleTime: Infinity })
  const own = useQuery({ queryKey: ['vehicles', 'own'], queryFn: () => readOwn() })
  const [drafts, setDrafts] = useState<Partial<Record<VehicleProfile, VehicleDraft>>>({})
  const error = own.error ?? usual.error
  return (
    <Card title={t('settings.vehicles')}>
      <p className="muted small">{t('settings.vehiclesHint')}</p>
      <Segmented label={t('settings.vehicle')} value={profile} onChange={setProfile} options={PROFILES.map((id) => ({ id, label: t(`settings.vehicle.${id}`) }))} />
      {error ? <Failure message={explain(error)} onRetry={() => void Promise.all([own.refetch(), usual.refetch()])} /> : null}
      {own.data && usual.data ? (
        <VehicleForm
          key={profile}
          profile={profile}
          start={draftOf(own.data.settings[profile], usual.data[profile])}
          usual={usual.data[profile]}
          version={own.data.version}
          edited={drafts[profile]}
          onEdit={(draft) => setDrafts({ ...drafts, [profile]: draft })}
        />
      ) : error ? null : (
        <SkeletonRows rows={6} />
      )}
    </Card>
  )
}

/** The settings and their version, which is 0 and in no body while nothing was ever changed. */
async function readOwn() {
  const { data, headers } = await send<Own>('GET', '/vehicles')
  return { settings: data, version: Number(headers.get('etag')?.replaceAll('"', '')) }
}

interface VehicleFormProps {
  profile: VehicleProfile
  start: VehicleDraft
  usual: UsualVehicle
  version: number
  /** What has not been saved yet; it outlives a look at another vehicle. */
  edited: VehicleDraft | undefined
  onEdit: (draft: VehicleDraft | undefined) => void
}

function VehicleForm({ profile, start, usual, version, edited, onEdit }: VehicleFormProps) {
  const t = useT()
  const draft = edited ?? start
  const set = (patch: Partial<VehicleDraft>) => onEdit({ ...draft, ...patch })
  const save = useSave(() => api.patch('/vehicles', { [profile]: patchOf(draft, start, usual) }, version), ['vehicles'], () => onEdit(undefined))
  const isMotor = profile === 'car' || profile === 'van'
  return (
    <Form onSubmit={() => save.mutate()} label={t(`settings.vehicle.${profile}`)}>
      <NumberField label={t('settings.vehicleTop')} value={draft.top_kmh} onChange={(top_kmh) => set({ top_kmh })} {...TOP} />
      <h3>{t('settings.vehicleSpeed')}</h3>
      <div className="two-columns">
        {classesOf(usual).map((name) => (
          <NumberField
            key={name}
            label={t(`settings.road.${name}`)}
            hint={usualSpeed(usual, name, t)}
            value={draft.speed[name] ?? 1}
            onChange={(factor) => set({ speed: { ...draft.speed, [name]: factor ?? 1 } })}
            {...FACTOR}
          />
        ))}
      </div>
      {isMotor ? <Measures draft={draft} set={set} /> : null}
      <div role="group" aria-label={t('settings.vehicleAvoid')} className="row">
        <span className="small muted">{t('settings.vehicleAvoid')}</span>
        {AVOIDS.filter((name) => isMotor || name === 'ferry').map((name) => (
          <Checkbox key={name} isSelected={draft.avoid.includes(name)} onChange={(on) => set({ avoid: AVOIDS.filter((each) => (each === name ? on : draft.avoid.includes(each))) })}>
            {t(`settings.vehicleAvoid.${name}`)}
          </Checkbox>
        ))}
      </div>
      <div className="row">
        <Button type="submit" variant="primary" isPending={save.isPending}>
          {t('common.save')}
        </Button>
        <Button onPress={() => onEdit(draftOf({ size: {}, top_kmh: null, speed: {}, avoid: [] }, usual))}>{t('settings.vehicleReset')}</Button>
      </div>
    </Form>
  )
}

function Measures({ draft, set }: { draft: VehicleDraft; set: (patch: Partial<VehicleDraft>) => void }) {
  const t = useT()
  return (
    <>
      <h3>{t('settings.vehicleSize')}</h3>
      <div className="two-columns">
        {MEASURES.map((name) => (
          <NumberField key={name} label={t(`settings.vehicleSize.${name}`)} value={draft.size[name]} onChange={(value) => set({ size: { ...draft.size, [name]: value } })} {...(name.endsWith('_t') ? TONNES : METRES)} />
        ))}
      </div>
    </>
  )
}

function usualSpeed(usual: UsualVehicle, name: RoadClass, t: ReturnType<typeof useT>): string | undefined {
  const speed = usual.speed[name]
  return speed && t('settings.vehicleUsual', { urban: Math.round(speed.urban_kmh), rural: Math.round(speed.rural_kmh) })
}
