import type { Measures, ProposedTerritory } from '@/api/types'
import { useSession } from '@/api/session'
import { useFormat, useT } from '@/i18n'
import { categoryColor } from '@/records/colors'
import { Dot } from '@/ui/display'
import { cx } from '@/ui/cx'
import { deviationsOf, type Balance } from './model'
import css from './territories.module.css'

export interface BalanceRow {
  id: string
  name: string
  owner: string | null
  color: number
  measures: Measures
  /** What it was balanced by; without it the deviation is from the mean of all. */
  balance?: ProposedTerritory['balance']
  travel?: ProposedTerritory['travel']
}

export interface BalanceTableProps {
  rows: BalanceRow[]
  balance: Balance
  tolerance: number
  selected: string | undefined
  onSelect: (id: string) => void
  onHover: (id: string | null) => void
}

/** One row a territory: colour, rep, figures, and a bar that shows how far it is from the mean. */
export function BalanceTable({ rows, balance, tolerance, selected, onSelect, onHover }: BalanceTableProps) {
  const t = useT()
  const format = useFormat()
  const { organisation } = useSession()
  const away = deviationsOf(rows, balance)
  const hasTravel = rows.some(({ travel }) => travel !== undefined)
  const scale = Math.max(tolerance * 1.5, ...away.map(Math.abs), 0.05)
  return (
    <div className={css.scroll}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('record.territory')}</th>
            <th scope="col">{t('record.owner')}</th>
            <th scope="col" className={css.end}>{t('shell.accounts')}</th>
            <th scope="col" className={css.end}>{t('territory.hours')}</th>
            <th scope="col" className={css.end}>{t('record.valueShort')}</th>
            {hasTravel ? <th scope="col" className={css.end}>{t('territory.ways')}</th> : null}
            <th scope="col">{t('territory.deviation', { measure: t(`territory.balance.${balance}`) })}</th>
          </tr>
        </thead>
        <tbody onMouseLeave={() => onHover(null)}>
          {rows.map((row, i) => (
            <tr key={row.id} aria-selected={row.id === selected} className={cx(row.id === selected && css.selected)} onMouseEnter={() => onHover(row.id)}>
              <th scope="row">
                <button type="button" className={css.rowButton} onClick={() => onSelect(row.id)} onFocus={() => onHover(row.id)}>
                  <Dot color={categoryColor(row.color)} />
                  <span className="ellipsis">{row.name}</span>
                </button>
              </th>
              <td className="ellipsis">{row.owner ?? t('record.noOwner')}</td>
              <td className={css.end}>{format.number(row.measures.accounts)}</td>
              <td className={css.end}>{format.number(Math.round(row.measures.workload_hours))}</td>
              <td className={css.end}>{format.money(row.measures.value_12m, organisation.currency)}</td>
              {hasTravel ? (
                <td className={css.end}>{row.travel ? t('territory.waysOf', { mean: format.duration(row.travel.mean_s), worst: format.duration(row.travel.worst_s) }) : null}</td>
              ) : null}
              <td>
                <Deviation share={away[i]!} scale={scale} tolerance={tolerance} text={format.percent(away[i]!, 1)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A bar from the middle, left or right; its sign and number are written, the colour only repeats it. */
function Deviation({ share, scale, tolerance, text }: { share: number; scale: number; tolerance: number; text: string }) {
  const width = `${(Math.min(1, Math.abs(share) / scale) * 50).toFixed(1)}%`
  const isOut = Math.abs(share) > tolerance + 1e-9
  return (
    <span className={css.deviation}>
      <span className={css.track} aria-hidden>
        <span className={cx(css.band)} style={{ left: `${50 - (tolerance / scale) * 50}%`, width: `${(tolerance / scale) * 100}%` }} />
        <span className={cx(css.bar, isOut && css.out)} style={share < 0 ? { right: '50%', width } : { left: '50%', width }} />
      </span>
      <span className={cx('num', isOut && css.outText)}>
        {share > 0 ? '+' : ''}
        {text}
      </span>
    </span>
  )
}
