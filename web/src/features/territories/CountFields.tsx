import type { User } from '@/api/types'
import { useT } from '@/i18n'
import { Checkbox, Segmented } from '@/ui/Choice'
import { NumberField } from '@/ui/Field'
import { COUNTS, type Terms } from './terms'
import css from './territories.module.css'

const N_MAX = 50
const HOURS_MAX = 10_000

export interface TermsFieldProps {
  terms: Terms
  onTerms: (patch: Partial<Terms>) => void
  reps: User[]
}

/** How many territories, and whose. */
export function CountFields({ terms, onTerms, reps }: TermsFieldProps) {
  const t = useT()
  return (
    <>
      <Segmented
        label={t('territory.count.by')}
        value={terms.countBy}
        onChange={(countBy) => onTerms({ countBy })}
        options={COUNTS.map((id) => ({ id, label: t(`territory.count.${id}`) }))}
      />
      {terms.countBy === 'homes' ? (
        <Homes terms={terms} onTerms={onTerms} reps={reps} />
      ) : terms.countBy === 'hours' ? (
        <NumberField label={t('territory.hoursPerRep')} value={terms.hours} onChange={(hours) => onTerms({ hours: hours ?? 50 })} min={50} max={HOURS_MAX} step={50} />
      ) : (
        <Given terms={terms} onTerms={onTerms} reps={reps} />
      )}
    </>
  )
}

function Given({ terms, onTerms, reps }: TermsFieldProps) {
  const t = useT()
  const isEnough = reps.length >= terms.n
  return (
    <>
      <NumberField label={t('territory.n')} value={terms.n} onChange={(n) => onTerms({ n: Math.min(N_MAX, n ?? 1) })} min={1} max={N_MAX} />
      <Checkbox isSelected={terms.withOwners && isEnough} onChange={(withOwners) => onTerms({ withOwners })} isDisabled={!isEnough}>
        {t('territory.giveOwners')}
      </Checkbox>
      {isEnough ? null : <p className="muted small">{t('territory.tooFewReps', { count: reps.length })}</p>}
    </>
  )
}

function Homes({ terms, onTerms, reps }: TermsFieldProps) {
  const t = useT()
  const choose = (id: string, isChosen: boolean) =>
    onTerms({ chosen: isChosen ? [...terms.chosen, id] : terms.chosen.filter((other) => other !== id) })
  return (
    <div role="group" aria-label={t('territory.reps')} className={css.choices}>
      <p className="muted small">{t('territory.homesHint')}</p>
      {reps.map(({ id, name, home }) => (
        <Checkbox key={id} isSelected={terms.chosen.includes(id) && home !== null} onChange={(on) => choose(id, on)} isDisabled={home === null}>
          {home ? name : t('territory.homeless', { name })}
        </Checkbox>
      ))}
    </div>
  )
}
