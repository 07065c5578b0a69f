import { useT } from '@/i18n'
import type { Conflict } from '@/records/conflict'
import { Button } from '@/ui/Button'
import { Notice } from '@/ui/display'
import css from './accounts.module.css'
import { useChangeText } from './change-text'

export interface ConflictNoticeProps {
  conflicts: Conflict[]
  onMine: () => void
  onTheirs: () => void
}

/** Two people changed one record: shows what differs and lets one choose. Nothing typed is lost. */
export function ConflictNotice({ conflicts, onMine, onTheirs }: ConflictNoticeProps) {
  const t = useT()
  const text = useChangeText()
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
                  <th scope="row">{text.field(field)}</th>
                  <td>{text.value(field, mine)}</td>
                  <td>{text.value(field, theirs)}</td>
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
