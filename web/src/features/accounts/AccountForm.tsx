import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/http'
import { fieldOf, Problem } from '@/api/problem'
import { useSession } from '@/api/session'
import type { Account } from '@/api/types'
import { useT } from '@/i18n'
import { useCategories, useCategoryLabel } from '@/records/categories'
import { accountsChanged } from '@/records/changed'
import { changesOf, conflictsOf, type Conflict } from '@/records/conflict'
import { explain } from '@/records/errors'
import { lifecycleLabel, LIFECYCLES, tierLabel, TIERS } from '@/records/labels'
import { useUsers } from '@/records/lookups'
import { Button } from '@/ui/Button'
import { Notice } from '@/ui/display'
import { Field, NumberField } from '@/ui/Field'
import { Form } from '@/ui/layout'
import { Select } from '@/ui/Select'
import { toast } from '@/ui/toast'
import { ConflictNotice } from './ConflictNotice'
import { CustomFields } from './CustomFields'
import { bodyOf, draftOf, NEW_ACCOUNT, type AccountDraft } from './form'

export interface AccountFormProps {
  account: Account | null
  /** Where a new account lies, picked on the map. */
  location?: [number, number]
  onDone: (account: Account | null) => void
}

const NONE = 'none'

interface Clash {
  theirs: Account
  conflicts: Conflict[]
}

export function AccountForm({ account, location, onDone }: AccountFormProps) {
  const t = useT()
  const [base, setBase] = useState(account)
  const [draft, setDraft] = useState<AccountDraft>(account ? draftOf(account) : NEW_ACCOUNT)
  const [clash, setClash] = useState<Clash | null>(null)
  const set = (patch: Partial<AccountDraft>) => setDraft({ ...draft, ...patch })

  const save = useMutation({
    mutationFn: (version: number | undefined) => write(base, draft, version, location),
    onSuccess: async (saved) => {
      toast(t('common.saved'))
      await accountsChanged()
      onDone(saved)
    },
    onError: async (error) => {
      if (!base || !(error instanceof Problem && error.isStale)) return
      const theirs = await api.get<Account>(`/accounts/${base.id}`)
      setClash({ theirs, conflicts: conflictsOf(draftOf(base), changesOf(draftOf(base), draft), draftOf(theirs)) })
    },
  })
  const takeTheirs = () => {
    if (!clash) return
    setBase(clash.theirs)
    setDraft({ ...draftOf(clash.theirs), ...without(changesOf(draftOf(base!), draft), clash.conflicts) })
    setClash(null)
    save.reset()
  }
  const problems = save.error instanceof Problem ? save.error.fields : []
  const errorOf = (name: keyof AccountDraft) => problems.find((p) => fieldOf(p) === name)?.message

  return (
    <Form onSubmit={() => draft.name.trim() && save.mutate(base?.version)} label={t('accounts.form')}>
      {clash ? (
        <ConflictNotice conflicts={clash.conflicts} onMine={() => save.mutate(clash.theirs.version)} onTheirs={takeTheirs} />
      ) : save.error ? (
        <Notice tone="bad">{explain(save.error)}</Notice>
      ) : null}
      <Field label={t('common.name')} value={draft.name} onChange={(name) => set({ name })} isRequired autoFocus error={errorOf('name')} maxLength={300} />
      <Classification draft={draft} set={set} />
      <Figures draft={draft} set={set} />
      <CustomFields values={draft.custom} onChange={(custom) => set({ custom })} problems={problems} />
      <div className="two-columns">
        <Field label={t('record.phone')} type="tel" value={draft.phone} onChange={(phone) => set({ phone })} error={errorOf('phone')} />
        <Field label={t('record.email')} type="email" value={draft.email} onChange={(email) => set({ email })} error={errorOf('email')} />
      </div>
      <Field label={t('record.website')} type="url" value={draft.website} onChange={(website) => set({ website })} error={errorOf('website')} />
      <Field label={t('accounts.accessNote')} value={draft.access_note} onChange={(access_note) => set({ access_note })} multiline />
      <Field label={t('accounts.note')} value={draft.note} onChange={(note) => set({ note })} multiline />
      <div className="row">
        <Button type="submit" variant="primary" isPending={save.isPending} isDisabled={!draft.name.trim()}>
          {t('common.save')}
        </Button>
        <Button onPress={() => onDone(null)}>{t('common.cancel')}</Button>
      </div>
    </Form>
  )
}

function without(changes: Partial<AccountDraft>, conflicts: Conflict[]): Partial<AccountDraft> {
  const lost = new Set(conflicts.map(({ field }) => field))
  return Object.fromEntries(Object.entries(changes).filter(([field]) => !lost.has(field)))
}

async function write(base: Account | null, draft: AccountDraft, version: number | undefined, location?: [number, number]): Promise<Account> {
  if (!base) {
    const site = location ? { site: { location } } : {}
    return api.post<Account>('/accounts', { ...bodyOf(draft), ...site })
  }
  const changes = changesOf(draftOf(base), draft)
  if (changes.custom) changes.custom = changesOf(base.custom, draft.custom)
  return Object.keys(changes).length === 0 ? base : api.patch<Account>(`/accounts/${base.id}`, bodyOf(changes), version)
}

interface PartProps {
  draft: AccountDraft
  set: (patch: Partial<AccountDraft>) => void
}

function Classification({ draft, set }: PartProps) {
  const t = useT()
  const category = useCategoryLabel()
  const categories = useCategories()
  const none = { id: NONE, label: t('common.none') }
  return (
    <div className="two-columns">
      <Select label={t('record.lifecycle')} value={draft.lifecycle} onChange={(lifecycle) => set({ lifecycle })} options={LIFECYCLES.map((id) => ({ id, label: lifecycleLabel(t, id) }))} />
      <Select
        label={t('record.tier')}
        value={draft.tier ?? NONE}
        onChange={(tier) => set({ tier: tier === NONE ? null : (tier as AccountDraft['tier']) })}
        options={[...TIERS.map((id) => ({ id: id as string, label: tierLabel(t, id) })), none]}
      />
      <Select
        label={t('record.category')}
        value={draft.category ?? NONE}
        onChange={(code) => set({ category: code === NONE ? null : code })}
        options={[none, ...withOwn(categories.map(({ code }) => code), draft.category).map((id) => ({ id, label: category(id) }))]}
      />
      <Select
        label={t('record.owner')}
        value={draft.owner_id ?? NONE}
        onChange={(id) => set({ owner_id: id === NONE ? null : id })}
        options={[{ id: NONE, label: t('record.noOwner') }, ...useUsers().map(({ id, name }) => ({ id, label: name }))]}
      />
    </div>
  )
}

const withOwn = (codes: string[], own: string | null): string[] => (own && !codes.includes(own) ? [own, ...codes] : codes)

function Figures({ draft, set }: PartProps) {
  const t = useT()
  const { organisation } = useSession()
  const money = { style: 'currency', currency: organisation.currency, maximumFractionDigits: 2 } as const
  return (
    <div className="two-columns">
      <NumberField label={t('record.value')} value={draft.value_12m} onChange={(value_12m) => set({ value_12m })} min={0} format={money} />
      <NumberField label={t('record.potential')} value={draft.potential_value} onChange={(potential_value) => set({ potential_value })} min={0} format={money} />
      <NumberField label={t('accounts.interval')} value={draft.visit_interval_days} onChange={(visit_interval_days) => set({ visit_interval_days })} min={1} max={3650} />
      <NumberField label={t('accounts.duration')} value={draft.visit_duration_min} onChange={(visit_duration_min) => set({ visit_duration_min })} min={1} max={1440} />
    </div>
  )
}
