import { Camera } from 'lucide-react'
import type { Snapshot } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { explain } from '@/records/errors'
import { Empty, Failure, SkeletonRows } from '@/ui/display'
import css from './market.module.css'
import { useSnapshots } from './snapshots'

export function SnapshotList({ onOpen }: { onOpen: (snapshot: Snapshot) => void }) {
  const t = useT()
  const format = useFormat()
  const { data, error, refetch } = useSnapshots()
  if (error) return <Failure message={explain(error)} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows rows={3} height={44} />
  if (data.data.length === 0) {
    return (
      <Empty icon={<Camera aria-hidden />} title={t('market.noSnapshots')}>
        {t('market.noSnapshotsHint')}
      </Empty>
    )
  }
  return (
    <ul className={css.list}>
      {data.data.map((snapshot) => (
        <li key={snapshot.id}>
          <button type="button" className={css.item} onClick={() => onOpen(snapshot)}>
            <strong className="ellipsis">{snapshot.name}</strong>
            <span className="muted">{format.dateTime(snapshot.taken_at)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
