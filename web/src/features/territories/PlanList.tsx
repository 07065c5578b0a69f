import type { RealignPlan } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { cx } from '@/ui/cx'
import { deviations, measureOf, worst, type Balance } from './model'
import css from './territories.module.css'

export interface PlanListProps {
  front: RealignPlan[]
  chosen: RealignPlan
  /** The largest deviation as things are. */
  before: number
  balance: Balance
  tolerance: number
  onChoose: (share: number) => void
}

/** One row a plan: what it moves, and how far the worst territory is off the mean before and after. */
export function PlanList({ front, chosen, before, balance, tolerance, onChoose }: PlanListProps) {
  const t = useT()
  const format = useFormat()
  const rows = front.map((plan) => ({ plan, after: worst(deviations(plan.territories.map(({ measures }) => measureOf(measures, balance)))) }))
  const scale = Math.max(before, ...rows.map(({ after }) => after), 0.01)
  return (
    <div className={css.plans} role="group" aria-label={t('territory.plans')}>
      {rows.map(({ plan, after }) => (
        <button
          key={plan.share}
          type="button"
          className={css.plan}
          aria-pressed={plan === chosen}
          aria-label={t('territory.plan.choose', { share: format.percent(plan.share) })}
          onClick={() => onChoose(plan.share)}
        >
          <strong>{plan.share === 0 ? t('territory.plan.keep') : t('territory.plan.atMost', { share: format.percent(plan.share) })}</strong>
          <span className="num">{t('territory.plan.movedOf', { count: plan.moved_accounts, share: format.percent(plan.moved_share, 1) })}</span>
          <span className={css.planBar} aria-hidden>
            <span className={cx(after > tolerance + 1e-9 && css.out)} style={{ width: `${Math.min(100, (after / scale) * 100).toFixed(1)}%` }} />
          </span>
          <span className="muted small">{t('territory.plan.summary', { before: format.percent(before, 1), after: format.percent(after, 1) })}</span>
        </button>
      ))}
    </div>
  )
}
