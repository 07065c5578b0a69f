import { Link } from '@tanstack/react-router'
import { CalendarPlus, Maximize2, Navigation, Pencil, Phone, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '@/api/session'
import type { Account } from '@/api/types'
import { useT } from '@/i18n'
import { explain } from '@/records/errors'
import { navigationUrl } from '@/records/navigation'
import { Button, IconButton, LinkButton } from '@/ui/Button'
import { Failure, SkeletonRows } from '@/ui/display'
import { Panel, Section } from '@/ui/layout'
import { useAccount, useDeleteAccount } from './account'
import { AccountForm } from './AccountForm'
import { AccountFacts, AccountHeader } from './facts'
import { LogVisit } from './LogVisit'
import { Timeline } from './Timeline'
import css from './accounts.module.css'

export interface AccountPanelProps {
  id: string
  onClose: () => void
}

type Mode = 'read' | 'edit' | 'visit'

/** The selected account beside the map. */
export function AccountPanel({ id, onClose }: AccountPanelProps) {
  const t = useT()
  const [mode, setMode] = useState<Mode>('read')
  const { data: account, error, refetch } = useAccount(id)
  if (error) {
    return (
      <Panel title={t('record.account')} label={t('record.account')} onClose={onClose}>
        <Failure message={explain(error)} onRetry={() => void refetch()} />
      </Panel>
    )
  }
  return (
    <Panel
      title={account?.name ?? t('common.loading')}
      label={t('record.account')}
      subtitle={account ? <AccountHeader account={account} /> : null}
      actions={account ? <PanelActions account={account} onEdit={() => setMode('edit')} onDeleted={onClose} /> : null}
      onClose={onClose}
    >
      {!account ? (
        <SkeletonRows />
      ) : mode === 'edit' ? (
        <AccountForm account={account} onDone={() => setMode('read')} />
      ) : (
        <>
          <QuickActions account={account} onVisit={() => setMode(mode === 'visit' ? 'read' : 'visit')} />
          {mode === 'visit' ? <LogVisit account={account} onDone={() => setMode('read')} /> : null}
          <AccountFacts account={account} />
          <Section title={t('accounts.timeline')}>
            <Timeline accountId={account.id} />
          </Section>
        </>
      )}
    </Panel>
  )
}

function PanelActions({ account, onEdit, onDeleted }: { account: Account; onEdit: () => void; onDeleted: () => void }) {
  const t = useT()
  const may = useMay()
  const remove = useDeleteAccount(onDeleted)
  return (
    <>
      <Link to="/accounts/$id" params={{ id: account.id }} aria-label={t('common.openFull')} title={t('common.openFull')} className={css.iconLink}>
        <Maximize2 size={16} aria-hidden />
      </Link>
      {may('account', 'update') ? <IconButton label={t('common.edit')} icon={<Pencil />} onPress={onEdit} /> : null}
      {may('account', 'delete') ? <IconButton label={t('common.delete')} icon={<Trash2 />} onPress={() => remove.mutate(account)} /> : null}
    </>
  )
}

/** The three things one does with an account on the road. */
export function QuickActions({ account, onVisit }: { account: Account; onVisit: () => void }) {
  const t = useT()
  const may = useMay()
  return (
    <div className={css.actions}>
      {account.site?.location ? (
        <LinkButton href={navigationUrl(account.site.location)} icon={<Navigation aria-hidden />} external>
          {t('accounts.navigate')}
        </LinkButton>
      ) : null}
      {account.phone ? (
        <LinkButton href={`tel:${account.phone}`} icon={<Phone aria-hidden />}>
          {t('accounts.call')}
        </LinkButton>
      ) : null}
      {may('activity', 'create') ? (
        <Button icon={<CalendarPlus aria-hidden />} onPress={onVisit}>
          {t('accounts.logVisit')}
        </Button>
      ) : null}
    </div>
  )
}
