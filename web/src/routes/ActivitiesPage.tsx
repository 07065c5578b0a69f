import { useState } from 'react'
import { useSession } from '@/api/session'
import { ActivityList } from '@/features/activities/ActivityList'
import type { Period } from '@/features/activities/model'
import { useT } from '@/i18n'
import { Segmented } from '@/ui/Choice'
import { Card, Page } from '@/ui/layout'

const PERIODS: Period[] = ['today', 'upcoming', 'done']

export function ActivitiesPage() {
  const t = useT()
  const { user } = useSession()
  const [period, setPeriod] = useState<Period>('today')
  const [whose, setWhose] = useState<'mine' | 'everyone'>(user.role === 'rep' ? 'mine' : 'everyone')
  return (
    <Page
      title={t('activities.title')}
      actions={
        <>
          <Segmented label={t('activities.period')} value={period} onChange={setPeriod} options={PERIODS.map((id) => ({ id, label: t(`activities.${id}`) }))} />
          {user.role === 'rep' ? null : (
            <Segmented
              label={t('record.owner')}
              value={whose}
              onChange={setWhose}
              options={[
                { id: 'mine', label: t('activities.mine') },
                { id: 'everyone', label: t('activities.everyone') },
              ]}
            />
          )}
        </>
      }
    >
      <Card>
        <ActivityList period={period} ownerId={whose === 'mine' ? user.id : null} />
      </Card>
    </Page>
  )
}
