import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/http'
import type { Activity, OutcomeCode } from '@/api/types'
import { useT } from '@/i18n'
import { Button } from '@/ui/Button'
import { Notice } from '@/ui/display'
import { Field } from '@/ui/Field'
import { Form } from '@/ui/layout'
import { Select } from '@/ui/Select'
import { toast } from '@/ui/toast'
import { OUTCOMES } from './activity'
import { accountsChanged } from './changed'
import { explain } from './errors'
import { whereAmI } from './where'

/** Checks in at a visit, with the place of the device if it tells. */
export function useCheckIn(onDone?: () => void) {
  const t = useT()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (activity: () => Promise<Pick<Activity, 'id'>>) => {
      const [{ id }, fix] = await Promise.all([activity(), whereAmI()])
      return api.post<Activity>(`/activities/${id}/check-in`, fix ?? {})
    },
    onSuccess: async () => {
      toast(t('activities.checkedIn'))
      await client.invalidateQueries({ queryKey: ['activities'] })
      onDone?.()
    },
    onError: (error) => toast(explain(error)),
  })
}

/** Ends a visit: what came of it, and what comes next. */
export function CheckOut({ activity, onDone }: { activity: Activity; onDone: () => void }) {
  const t = useT()
  const [outcome, setOutcome] = useState<OutcomeCode | null>(null)
  const [summary, setSummary] = useState('')
  const [next, setNext] = useState('')
  const leave = useMutation({
    mutationFn: () =>
      api.post(`/activities/${activity.id}/check-out`, { outcome_code: outcome, summary: summary.trim() || null, next_step: next.trim() || null }),
    onSuccess: async () => {
      toast(t('activities.logged'))
      await accountsChanged()
      onDone()
    },
  })
  return (
    <Form onSubmit={() => outcome && leave.mutate()} label={t('activities.checkOut')}>
      <Select label={t('activities.outcome')} value={outcome} onChange={setOutcome} placeholder={t('common.none')} options={OUTCOMES.map((id) => ({ id, label: t(`activities.outcome.${id}`) }))} />
      <Field label={t('activities.summary')} value={summary} onChange={setSummary} multiline />
      <Field label={t('activities.nextStep')} value={next} onChange={setNext} />
      {leave.error ? <Notice tone="bad">{explain(leave.error)}</Notice> : null}
      <div className="row">
        <Button type="submit" variant="primary" isPending={leave.isPending} isDisabled={!outcome}>
          {t('activities.checkOut')}
        </Button>
        <Button onPress={onDone}>{t('common.cancel')}</Button>
      </div>
    </Form>
  )
}
