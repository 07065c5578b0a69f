import { useFormat, useT } from '@/i18n'
import { Checkbox, Slider } from '@/ui/Choice'
import { Select } from '@/ui/Select'
import type { TermsFieldProps } from './CountFields'
import { BALANCES, type Balance } from './model'
import { ownersOf } from './terms'
import css from './territories.module.css'

/** What territories are to be equal in, how nearly, and whose working hours count. */
export function GoalFields({ terms, onTerms, reps }: TermsFieldProps) {
  const t = useT()
  const format = useFormat()
  const { balance, tolerance, also } = terms
  const hasOwners = ownersOf(terms, reps).length > 0
  const toggle = (id: Balance, isOn: boolean) => onTerms({ also: isOn ? [...also, id] : also.filter((other) => other !== id) })
  return (
    <>
      <Select label={t('territory.balanceBy')} value={balance} onChange={(next) => onTerms({ balance: next })} options={BALANCES.map((id) => ({ id, label: t(`territory.balance.${id}`) }))} />
      <Slider label={t('territory.tolerance')} value={tolerance} onChange={(next) => onTerms({ tolerance: next })} min={0.02} max={0.3} step={0.01} output={`± ${format.percent(tolerance)}`} />
      <div role="group" aria-label={t('territory.also')} className={css.choices}>
        <p className="muted small">{t('territory.also')}</p>
        <div className={css.pairs}>
          {BALANCES.filter((id) => id !== balance).map((id) => (
            <Checkbox key={id} isSelected={also.includes(id)} onChange={(isOn) => toggle(id, isOn)}>
              {t(`territory.balance.${id}`)}
            </Checkbox>
          ))}
        </div>
      </div>
      {hasOwners ? (
        <Checkbox isSelected={terms.byCapacity} onChange={(byCapacity) => onTerms({ byCapacity })}>
          {t('territory.byCapacity')}
        </Checkbox>
      ) : null}
      {terms.countBy === 'homes' ? (
        <Checkbox isSelected={terms.byRoad} onChange={(byRoad) => onTerms({ byRoad })}>
          {t('territory.byRoad')}
        </Checkbox>
      ) : null}
    </>
  )
}
