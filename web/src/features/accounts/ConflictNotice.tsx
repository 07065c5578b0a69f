import { useT, type MessageKey } from '@/i18n'
import type { Conflict } from '@/records/conflict'
import { Button } from '@/ui/Button'
import { Notice } from '@/ui/display'
import css from './accounts.module.css'

const LABELS: Record<string, MessageKey> = {
  name: 'common.name',
  lifecycle: 'record.lifecycle',
  tier: 'record.tier',
  category: 'record.category',
  phone: 'record.phone',
  email: 'record.email',
  website: 'record.website',
  owner_id: 'record.owner',
  value_12m: 'record.value',
  potential_value: 'record.potential',
  visit_interval_days: 'accounts.interval',
  visit_duration_min: 'accounts.duration',
  access_note: 'accounts.accessNote',
  note: 'accounts.note',
  custom: 'accounts.customFields',
}

const shown = (value: unknown): string => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '—'))

export interface ConflictNoticeProps {
  conflicts: Conflict[]
  onMine: () => void
  onTheirs: () => void
}

/** Two people changed one record: shows what differs and lets one choose. Nothing typed is lost. */
export function ConflictNotice({ conflicts, onMine, onTheirs }: ConflictNoticeProps) {
  const t = useT()
  return (
    <Notice tone="warn">
      <div className="stack">
        <p>{t(conflicts.length > 0 ? 'accounts.conflict' : 'accounts.conflictElsewhere')}</p>
        {conflicts.length > 0 ? (
          <table className={css.conflict}>
            <thead>
              <tr>
                <th scope="col">{t('accounts.conflictField')}</th>
                <th scope="col">{t('accounts.conflictMine')}</th>
                <th scope="col">{t('accounts.conflictTheirs')}</th>
              </tr>
            </thead>
            <tbody>
              {conflicts.map(({ field, mine, theirs }) => (
                <tr key={field}>
                  <th scope="row">{LABELS[field] ? t(LABELS[field]) : field}</th>
                  <td>{shown(mine)}</td>
                  <td>{shown(theirs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
        <div className="row">
          <Button variant="primary" onPress={onMine}>
            {t('accounts.keepMine')}
          </Button>
          <Button onPress={onTheirs}>{t('accounts.takeTheirs')}</Button>
        </div>
      </div>
    </Notice>
  )
}
