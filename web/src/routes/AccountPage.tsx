import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Map, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '@/api/session'
import { useAccount, useDeleteAccount } from '@/features/accounts/account'
import { AccountForm } from '@/features/accounts/AccountForm'
import { QuickActions } from '@/features/accounts/AccountPanel'
import css from '@/features/accounts/accounts.module.css'
import { Contacts } from '@/features/accounts/Contacts'
import { AccountFacts, AccountHeader } from '@/features/accounts/facts'
import { LogVisit } from '@/features/accounts/LogVisit'
import { PlaceCards } from '@/features/accounts/Place'
import { Timeline } from '@/features/accounts/Timeline'
import { useT } from '@/i18n'
import { explain } from '@/records/errors'
import { Button } from '@/ui/Button'
import { Failure, SkeletonRows } from '@/ui/display'
import { Card, Page } from '@/ui/layout'

const MAP_ZOOM = 16

/** One account in full: facts, timeline, place and neighbours. */
export function AccountPage() {
  const t = useT()
  const may = useMay()
  const { id } = useParams({ strict: false }) as { id: string }
  const navigate = useNavigate()
  const { data: account, error, refetch } = useAccount(id)
  const remove = useDeleteAccount(() => void navigate({ to: '/accounts' }))
  const [mode, setMode] = useState<'read' | 'edit' | 'visit'>('read')
  if (error) {
    return (
      <Page title={t('record.account')}>
        <Failure message={explain(error)} onRetry={() => void refetch()} />
      </Page>
    )
  }
  if (!account) {
    return (
      <Page title={t('common.loading')}>
        <SkeletonRows rows={8} height={48} />
      </Page>
    )
  }
  const at = account.site?.location
  return (
    <Page
      title={account.name}
      subtitle={<AccountHeader account={account} />}
      actions={
        <>
          {at ? (
            <Button icon={<Map aria-hidden />} onPress={() => void navigate({ to: '/map', search: { sel: id, at: [...at, MAP_ZOOM].join(',') } as never })}>
              {t('accounts.showOnMap')}
            </Button>
          ) : null}
          {may('account', 'update') ? (
            <Button icon={<Pencil aria-hidden />} onPress={() => setMode(mode === 'edit' ? 'read' : 'edit')}>
              {t('common.edit')}
            </Button>
          ) : null}
          {may('account', 'delete') ? (
            <Button variant="danger" icon={<Trash2 aria-hidden />} onPress={() => remove.mutate(account)}>
              {t('common.delete')}
            </Button>
          ) : null}
        </>
      }
    >
      <Link to="/accounts" className="small">
        ← {t('shell.accounts')}
      </Link>
      <div className={css.columns}>
        <div className={css.column}>
          <Card title={t('accounts.facts')}>
            {mode === 'edit' ? <AccountForm account={account} onDone={() => setMode('read')} /> : <AccountFacts account={account} />}
          </Card>
        </div>
        <div className={css.column}>
          <Card title={t('accounts.timeline')}>
            <QuickActions account={account} onVisit={() => setMode(mode === 'visit' ? 'read' : 'visit')} />
            {mode === 'visit' ? <LogVisit account={account} onDone={() => setMode('read')} /> : null}
            <Timeline accountId={id} />
          </Card>
        </div>
        <div className={css.column}>
          <PlaceCards account={account} />
          <Contacts accountId={id} />
        </div>
      </div>
    </Page>
  )
}
