import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api } from '@/api/http'
import { sessionKey, useSession } from '@/api/session'
import type { Coordinates, GeocodeHit, List, Session, User } from '@/api/types'
import type { VehicleProfile } from '@/api/vehicles'
import { queryClient } from '@/api/client'
import { useLocale, useT } from '@/i18n'
import { explain } from '@/records/errors'
import { useSave } from '@/records/save'
import { Button } from '@/ui/Button'
import { Checkbox } from '@/ui/Choice'
import { Combo } from '@/ui/Combo'
import { useDebounced } from '@/ui/debounce'
import { Failure, SkeletonRows } from '@/ui/display'
import { Field, NumberField } from '@/ui/Field'
import { Card, Form } from '@/ui/layout'
import { Select } from '@/ui/Select'
import { timeField, weekdays } from './day'

const VEHICLES: VehicleProfile[] = ['car', 'van', 'bicycle', 'foot']
const DEBOUNCE_MS = 200

type Draft = Pick<User, 'name' | 'phone' | 'work_start' | 'work_end' | 'work_days' | 'break_start' | 'break_minutes' | 'max_visits' | 'vehicle_profile'> & {
  home: Coordinates | null
  home_address: string | null
}

/** The signed-in person's own data and the working day that routes are planned from. */
export function Me() {
  const t = useT()
  const { user } = useSession()
  const { data, error, refetch } = useQuery({ queryKey: ['users', user.id], queryFn: () => api.get<User>(`/users/${user.id}`) })
  return (
    <Card title={t('settings.me')}>
      {error ? <Failure message={explain(error)} onRetry={() => void refetch()} /> : data ? <MyForm key={data.version} user={data} /> : <SkeletonRows rows={6} />}
    </Card>
  )
}

function MyForm({ user }: { user: User }) {
  const t = useT()
  const [draft, setDraft] = useState<Draft>(() => draftOf(user))
  const set = (patch: Partial<Draft>) => setDraft({ ...draft, ...patch })
  const save = useSave(async () => {
    const saved = await api.patch<User>(`/users/${user.id}`, draft, user.version)
    queryClient.setQueryData(sessionKey, (session: Session | null) => session && { ...session, user: { ...session.user, name: saved.name } })
  }, ['users'])
  return (
      <Form onSubmit={() => save.mutate()} label={t('settings.me')}>
        <div className="two-columns">
          <Field label={t('settings.name')} value={draft.name} onChange={(name) => set({ name })} isRequired />
          <Field label={t('settings.phone')} type="tel" value={draft.phone ?? ''} onChange={(phone) => set({ phone: phone || null })} />
        </div>
        <h3>{t('settings.day')}</h3>
        <WorkingDay draft={draft} set={set} />
        <div>
          <Button type="submit" variant="primary" isPending={save.isPending}>
            {t('common.save')}
          </Button>
        </div>
      </Form>
  )
}

function draftOf(user: User): Draft {
  const { name, phone, work_days, break_minutes, max_visits, vehicle_profile, home, home_address } = user
  return {
    name,
    phone,
    work_days,
    break_minutes,
    max_visits,
    vehicle_profile,
    home,
    home_address,
    work_start: timeField(user.work_start),
    work_end: timeField(user.work_end),
    break_start: user.break_start && timeField(user.break_start),
  }
}

function WorkingDay({ draft, set }: { draft: Draft; set: (patch: Partial<Draft>) => void }) {
  const t = useT()
  const { locale } = useLocale()
  const days = useMemo(() => weekdays(locale), [locale])
  const toggle = (day: number, on: boolean) => set({ work_days: on ? [...draft.work_days, day].sort() : draft.work_days.filter((d) => d !== day) })
  return (
    <>
      <div className="two-columns">
        <Field label={t('settings.workStart')} type="time" value={draft.work_start} onChange={(work_start) => set({ work_start })} />
        <Field label={t('settings.workEnd')} type="time" value={draft.work_end} onChange={(work_end) => set({ work_end })} />
        <Field label={t('settings.breakStart')} type="time" value={draft.break_start ?? ''} onChange={(time) => set({ break_start: time || null })} />
        <NumberField label={t('settings.breakMinutes')} value={draft.break_minutes} onChange={(value) => set({ break_minutes: value ?? 0 })} min={0} max={240} />
        <NumberField label={t('settings.maxVisits')} value={draft.max_visits} onChange={(value) => set({ max_visits: value ?? 1 })} min={1} max={100} />
        <Select
          label={t('settings.vehicle')}
          value={draft.vehicle_profile}
          onChange={(vehicle_profile) => set({ vehicle_profile })}
          options={VEHICLES.map((id) => ({ id, label: t(`settings.vehicle.${id}`) }))}
        />
      </div>
      <div role="group" aria-label={t('settings.workDays')} className="row">
        {days.map(({ day, name }) => (
          <Checkbox key={day} isSelected={draft.work_days.includes(day)} onChange={(on) => toggle(day, on)}>
            {name}
          </Checkbox>
        ))}
      </div>
      <HomeAddress draft={draft} set={set} />
    </>
  )
}

function HomeAddress({ draft, set }: { draft: Draft; set: (patch: Partial<Draft>) => void }) {
  const t = useT()
  const [text, setText] = useState('')
  const asked = useDebounced(text.trim(), DEBOUNCE_MS)
  const found = useQuery({
    queryKey: ['search', 'geocode', asked],
    queryFn: ({ signal }) => api.get<List<GeocodeHit>>('/geocode', { q: asked }, signal),
    enabled: asked.length > 1,
  })
  const hits = found.data?.data ?? []
  const place = draft.home_address ?? (draft.home ? draft.home.join(', ') : null)
  return (
    <Combo
      label={t('settings.home')}
      placeholder={t('settings.homeSearch')}
      emptyText={t('area.nothing')}
      hint={place ? t('settings.homeSet', { address: place }) : t('settings.homeNone')}
      text={text}
      onText={setText}
      options={hits.map(({ label }, i) => ({ id: String(i), label }))}
      onSelect={({ id, label }) => {
        const hit = hits[Number(id)]
        if (hit) set({ home: hit.location, home_address: label })
        setText('')
      }}
    />
  )
}
