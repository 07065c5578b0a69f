import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api } from '@/api/http'
import type { Account, GeocodeHit, List } from '@/api/types'
import { useT } from '@/i18n'
import { addressLine } from '@/records/address'
import { useSetSearch } from '@/records/search'
import { Combo, type ComboOption } from '@/ui/Combo'
import { useDebounced } from '@/ui/debounce'
import { useIsPhone } from '@/ui/media'
import { focusSearch, SEARCH_ID } from './focus'
import { SETTINGS } from './nav'
import { useDestinations } from './Rail'
import css from './shell.module.css'

const DEBOUNCE_MS = 180
const ACCOUNTS_MAX = 6
const ADDRESSES_MAX = 4
const ADDRESS_ZOOM = 16

type Hit = ComboOption & { run: () => void }

/** Finds accounts by name and address, addresses on the map, and places to go. */
export function SearchBar() {
  const t = useT()
  const isPhone = useIsPhone()
  const [text, setText] = useState('')
  const hits = useHits(useDebounced(text.trim(), DEBOUNCE_MS))
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        focusSearch()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <div id={SEARCH_ID} className={css.search} role="search">
      <Combo
        label={t('shell.searchLabel')}
        labelHidden
        placeholder={t(isPhone ? 'shell.searchHintPhone' : 'shell.searchHint')}
        emptyText={text ? t('shell.searchNothing') : t('shell.searchStart')}
        text={text}
        onText={setText}
        options={hits}
        onSelect={(option) => {
          hits.find((hit) => hit.id === option.id)?.run()
          setText('')
        }}
      />
    </div>
  )
}

function useHits(text: string): Hit[] {
  const t = useT()
  const navigate = useNavigate()
  const setSearch = useSetSearch()
  const destinations = [...useDestinations(), SETTINGS]
  const accounts = useQuery({
    queryKey: ['search', 'accounts', text],
    queryFn: ({ signal }) => api.get<List<Account>>('/accounts', { q: text, limit: ACCOUNTS_MAX }, signal),
    enabled: text.length > 0,
  })
  const addresses = useQuery({
    queryKey: ['search', 'geocode', text],
    queryFn: ({ signal }) => api.get<List<GeocodeHit>>('/geocode', { q: text }, signal),
    enabled: text.length > 1,
  })
  const goes = destinations
    .map(({ to, label }) => ({ to, label: t(label) }))
    .filter(({ label }) => !text || label.toLowerCase().includes(text.toLowerCase()))
    .map<Hit>(({ to, label }) => ({ id: `go:${to}`, label, detail: t('shell.goTo'), run: () => void navigate({ to }) }))
  if (!text) return goes
  const found = (accounts.data?.data ?? []).map<Hit>((account) => ({
    id: `account:${account.id}`,
    label: account.name,
    detail: addressLine(account.site),
    run: () => void navigate({ to: '/map', search: { sel: account.id } as never }),
  }))
  const spots = (addresses.data?.data ?? []).slice(0, ADDRESSES_MAX).map<Hit>((hit, i) => ({
    id: `address:${i}`,
    label: hit.label,
    detail: t('shell.onMap'),
    run: () => setSearch({ at: [...hit.location, ADDRESS_ZOOM].join(',') }),
  }))
  return [...found, ...spots, ...goes]
}
