import type { Alignment } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { Badge, type Tone } from '@/ui/display'
import css from './territories.module.css'

const TONES: Record<Alignment['state'], Tone> = { planning: 'warn', active: 'good', archived: 'neutral' }

export interface AlignmentListProps {
  alignments: Alignment[]
  opened: string | undefined
  onOpen: (id: string) => void
}

/** Complete sets of territories: the one in force, plans, and what was. */
export function AlignmentList({ alignments, opened, onOpen }: AlignmentListProps) {
  const t = useT()
  const format = useFormat()
  return (
    <ul className={css.list}>
      {alignments.map((alignment) => (
        <li key={alignment.id}>
          <button type="button" className={css.listItem} aria-current={alignment.id === opened} onClick={() => onOpen(alignment.id)}>
            <span className="grow">
              <strong>{alignment.name}</strong>
              <br />
              <span className="muted">{`${t('territory.count', { count: alignment.n_territories })} · ${format.date(alignment.updated_at)}`}</span>
            </span>
            <Badge tone={TONES[alignment.state]}>{t(`territory.state.${alignment.state}`)}</Badge>
          </button>
        </li>
      ))}
    </ul>
  )
}
