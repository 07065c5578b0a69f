import { useMemo } from 'react'
import type { CellMove, Territory } from '@/api/types'
import { useT } from '@/i18n'
import { groupMoves } from './model'
import css from './territories.module.css'

/** What changes hands: from whom, to whom, how much, and why. */
export function MovesList({ moves, territories }: { moves: CellMove[]; territories: Territory[] }) {
  const t = useT()
  const groups = useMemo(() => groupMoves(moves), [moves])
  const nameOf = (id: string) => territories.find((territory) => territory.id === id)?.name ?? ''
  if (groups.length === 0) return <p className="muted small">{t('territory.noMoves')}</p>
  return (
    <ul className={css.moves}>
      {groups.map(({ from, to, why, cells, accounts }) => (
        <li key={`${from}:${to}:${why}`}>
          <strong>{t('territory.move', { from: nameOf(from), to: nameOf(to) })}</strong>
          <span className="num">{t('territory.move.detail', { accounts, cells })}</span>
          <span className="muted small">{t(`territory.why.${why}`)}</span>
        </li>
      ))}
    </ul>
  )
}
