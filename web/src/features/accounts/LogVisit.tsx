import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/http'
import { useSession } from '@/api/session'
import type { Account, ActivityType, OutcomeCode } from '@/api/types'
import { useT } from '@/i18n'
import { OUTCOMES, QUICK_TYPES } from '@/records/activity'
import { accountsChanged } from '@/records/changed'
import { explain } from '@/records/errors'
import { Button } from '@/ui/Button'
import { Segmented } from '@/ui/Choice'
import { Notice } from '@/ui/display'
import { Field } from '@/ui/Field'
import { Form, Section } from '@/ui/layout'
import { Select } from '@/ui/Select'
import { toast } from '@/ui/toast'

/** Writes down what just happened: a visit, a call, a note. */
export function LogVisit({ account, onDone }: { account: Account; onDone: () => void }) {
  const t = useT()
  const { user } = useSession()
  const [type, setType] = useState<ActivityType>('visit')
  const [outcome, setOutcome] = useState<OutcomeCode | null>(null)
  const [summary, setSummary] = useState('')
  const [nextStep, setNextStep] = useState('')
  const save = useMutation({
    mutationFn: () =>
      api.post('/activities', {
        type,
        subject: t(`activities.type.${type}`),
        account_id: account.id,
        owner_id: user.id,
        status: 'done',
        actual_start: new Date().toISOString(),
        outcome_code: outcome,
        summary: summary.trim() || null,
        next_step: nextStep.trim() || null,
        client_id: crypto.randomUUID(),
      }),
    onSuccess: async () => {
      toast(t('activities.logged'))
      await accountsChanged()
      onDone()
    },
  })
  return (
    <Section title={t('accounts.logVisit')}>
      <Form onSubmit={() => save.mutate()} label={t('accounts.logVisit')}>
        <Segmented label={t('activities.kind')} value={type} onChange={setType} options={QUICK_TYPES.map((id) => ({ id, label: t(`activities.type.${id}`) }))} />
        <Select
          label={t('activities.outcome')}
          value={outcome}
          onChange={setOutcome}
          placeholder={t('common.none')}
          options={OUTCOMES.map((id) => ({ id, label: t(`activities.outcome.${id}`) }))}
        />
        <Field label={t('activities.summary')} value={summary} onChange={setSummary} multiline />
        <Field label={t('activities.nextStep')} value={nextStep} onChange={setNextStep} />
        {save.error ? <Notice tone="bad">{explain(save.error)}</Notice> : null}
        <div className="row">
          <Button type="submit" variant="primary" isPending={save.isPending}>
            {t('common.save')}
          </Button>
          <Button onPress={onDone}>{t('common.cancel')}</Button>
        </div>
      </Form>
    </Section>
  )
}
