import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/http'
import type { Account, List } from '@/api/types'
import { useT } from '@/i18n'
import { Combo } from '@/ui/Combo'
import { useDebounced } from '@/ui/debounce'
import { addressLine } from './address'

const DEBOUNCE_MS = 180
const HITS_MAX = 8

/** Finds one account by name or address. */
export function AccountPicker({ onPick }: { onPick: (account: Account) => void }) {
  const t = useT()
  const [text, setText] = useState('')
  const asked = useDebounced(text.trim(), DEBOUNCE_MS)
  const { data } = useQuery({
    queryKey: ['search', 'accounts', asked, HITS_MAX],
    queryFn: ({ signal }) => api.get<List<Account>>('/accounts', { q: asked, limit: HITS_MAX }, signal),
    enabled: asked !== '',
  })
  const hits = asked ? (data?.data ?? []) : []
  return (
    <Combo
      label={t('activities.searchAccount')}
      placeholder={t('activities.accountHint')}
      emptyText={t('area.nothing')}
      text={text}
      onText={setText}
      options={hits.map((account) => ({ id: account.id, label: account.name, detail: addressLine(account.site) }))}
      onSelect={({ id }) => {
        const account = hits.find((hit) => hit.id === id)
        if (account) onPick(account)
        setText('')
      }}
    />
  )
}
