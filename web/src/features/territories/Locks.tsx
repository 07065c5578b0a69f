import { X } from 'lucide-react'
import { AccountPicker } from '@/records/AccountPicker'
import { useT } from '@/i18n'
import { IconButton } from '@/ui/Button'
import { Section } from '@/ui/layout'
import { Select } from '@/ui/Select'
import type { TermsFieldProps } from './CountFields'
import { ownersOf } from './terms'
import css from './territories.module.css'

/** Accounts that one rep keeps, whatever the plan. */
export function Locks({ terms, onTerms, reps }: TermsFieldProps) {
  const t = useT()
  const owners = ownersOf(terms, reps)
  const options = reps.filter(({ id }) => owners.includes(id)).map(({ id, name }) => ({ id, label: name }))
  const first = options[0]
  if (!first) {
    return (
      <Section title={t('territory.locks')}>
        <p className="muted small">{t('territory.locksNeedReps')}</p>
      </Section>
    )
  }
  const { locks } = terms
  return (
    <Section title={t('territory.locks')}>
      <p className="muted small">{t('territory.locksHint')}</p>
      <AccountPicker
        onPick={({ id, name, owner }) => {
          const keeper = owner && owners.includes(owner.id) ? owner.id : first.id
          if (!locks.some(({ account }) => account.id === id)) onTerms({ locks: [...locks, { account: { id, name }, owner: keeper }] })
        }}
      />
      {locks.map(({ account, owner }) => (
        <div key={account.id} className={css.lock}>
          <span className="ellipsis">{account.name}</span>
          <Select
            label={t('territory.lockTo')}
            labelHidden
            value={owners.includes(owner) ? owner : first.id}
            onChange={(next) => onTerms({ locks: locks.map((lock) => (lock.account.id === account.id ? { ...lock, owner: next } : lock)) })}
            options={options}
          />
          <IconButton
            label={t('territory.unlock', { name: account.name })}
            icon={<X />}
            onPress={() => onTerms({ locks: locks.filter((lock) => lock.account.id !== account.id) })}
          />
        </div>
      ))}
    </Section>
  )
}
