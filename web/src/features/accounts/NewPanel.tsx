import { useState } from 'react'
import type { Coordinates } from '@/api/types'
import { useT } from '@/i18n'
import { AreaLayer, useMapClick } from '@/map/AreaLayer'
import { Notice } from '@/ui/display'
import { Panel } from '@/ui/layout'
import { AccountForm } from './AccountForm'

/** A new account; its place is a click on the map. */
export function NewPanel({ onClose, onCreated }: { onClose: () => void; onCreated: (id: string) => void }) {
  const t = useT()
  const [location, setLocation] = useState<Coordinates | null>(null)
  useMapClick(true, setLocation)
  return (
    <Panel title={t('accounts.new')} label={t('accounts.new')} onClose={onClose}>
      <AreaLayer geometry={null} center={location} />
      {location ? null : <Notice>{t('accounts.newHint')}</Notice>}
      <AccountForm account={null} {...(location ? { location } : {})} onDone={(account) => (account ? onCreated(account.id) : onClose())} />
    </Panel>
  )
}
