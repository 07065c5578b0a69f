import { Download, Trash2 } from 'lucide-react'
import { url } from '@/api/http'
import { useMay, useSession } from '@/api/session'
import type { Snapshot } from '@/api/types'
import { useFormat, useT, type Formats, type MessageKey } from '@/i18n'
import { useAreaLabel } from '@/records/area-label'
import { explain } from '@/records/errors'
import { lifecycleLabel } from '@/records/labels'
import { IconButton } from '@/ui/Button'
import { Failure, Notice, SkeletonRows } from '@/ui/display'
import { Panel, Section } from '@/ui/layout'
import { Menu } from '@/ui/Menu'
import { Select } from '@/ui/Select'
import { FiguresView } from './FiguresView'
import css from './market.module.css'
import { SnapshotMembers } from './SnapshotMembers'
import { compareFigures, compareGroups, type FigureName } from './model'
import { useDeleteSnapshot, useSnapshot, useSnapshots } from './snapshots'

export interface SnapshotPanelProps {
  id: string
  compareWith: string | undefined
  onCompare: (id: string | undefined) => void
  onClose: () => void
}

/** A saved snapshot: its figures as they were, beside those of another day if wanted. */
export function SnapshotPanel({ id, compareWith, onCompare, onClose }: SnapshotPanelProps) {
  const t = useT()
  const { data: snapshot, error, refetch } = useSnapshot(id)
  if (error) {
    return (
      <Panel title={t('market.snapshot')} label={t('market.snapshot')} onClose={onClose}>
        <Failure message={explain(error)} onRetry={() => void refetch()} />
      </Panel>
    )
  }
  if (!snapshot) {
    return (
      <Panel title={t('common.loading')} label={t('market.snapshot')} onClose={onClose}>
        <SkeletonRows rows={8} />
      </Panel>
    )
  }
  return <Opened snapshot={snapshot} compareWith={compareWith} onCompare={onCompare} onClose={onClose} />
}

const NOTHING = 'none'

function Opened({ snapshot, compareWith, onCompare, onClose }: Omit<SnapshotPanelProps, 'id'> & { snapshot: Snapshot }) {
  const t = useT()
  const format = useFormat()
  const may = useMay()
  const area = useAreaLabel(snapshot.area)
  const others = (useSnapshots().data?.data ?? []).filter(({ id }) => id !== snapshot.id)
  const other = useSnapshot(compareWith)
  const remove = useDeleteSnapshot(onClose)
  return (
    <Panel
      title={snapshot.name}
      label={t('market.snapshot')}
      subtitle={`${area} · ${format.dateTime(snapshot.taken_at)}`}
      onClose={onClose}
      isPrinted
      actions={
        <>
          <ExportSnapshot id={snapshot.id} />
          {may('snapshot', 'delete') ? <IconButton label={t('common.delete')} icon={<Trash2 />} onPress={() => remove.mutate(snapshot)} /> : null}
        </>
      }
    >
      <Notice>{t('market.asItWas')}</Notice>
      {others.length > 0 ? (
        <Select
          label={t('market.compare')}
          value={compareWith ?? NOTHING}
          onChange={(next) => onCompare(next === NOTHING ? undefined : next)}
          options={[{ id: NOTHING, label: t('common.none') }, ...others.map(({ id, name }) => ({ id, label: name }))]}
        />
      ) : null}
      {other.data ? <Comparison before={other.data} after={snapshot} /> : <FiguresView figures={snapshot.figures} query={{}} />}
      <SnapshotMembers id={snapshot.id} count={snapshot.n_members} />
    </Panel>
  )
}

function ExportSnapshot({ id }: { id: string }) {
  const t = useT()
  const go = (format: string) => location.assign(url(`/snapshots/${id}/export`, { format }))
  return (
    <Menu
      label={t('common.export')}
      trigger={<IconButton label={t('common.export')} icon={<Download />} />}
      entries={[
        { id: 'csv', label: t('accounts.exportCsv'), onAction: () => go('csv') },
        { id: 'geojson', label: t('accounts.exportGeojson'), onAction: () => go('geojson') },
      ]}
    />
  )
}

const FIGURE_LABELS: Record<FigureName, MessageKey> = {
  total: 'market.total',
  value_12m: 'record.valueShort',
  potential_value: 'record.potential',
  penetration: 'market.penetration',
  unknown_places: 'market.unknown',
}

function Comparison({ before, after }: { before: Snapshot; after: Snapshot }) {
  const t = useT()
  const format = useFormat()
  const { organisation } = useSession()
  const show = (name: FigureName, value: number) => figureText(format, organisation.currency, name, value)
  return (
    <Section title={t('market.compared', { name: before.name })}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col" />
            <th scope="col">{format.date(before.taken_at)}</th>
            <th scope="col">{format.date(after.taken_at)}</th>
            <th scope="col">{t('market.change')}</th>
          </tr>
        </thead>
        <tbody>
          {compareFigures(before.figures, after.figures).map((row) => (
            <tr key={row.name}>
              <th scope="row">{t(FIGURE_LABELS[row.name])}</th>
              <td>{show(row.name, row.before)}</td>
              <td>{show(row.name, row.after)}</td>
              <td>{signed(show(row.name, Math.abs(row.after - row.before)), row.after - row.before)}</td>
            </tr>
          ))}
          {compareGroups(before.figures.by_lifecycle, after.figures.by_lifecycle).map((row) => (
            <tr key={row.code}>
              <th scope="row">{lifecycleLabel(t, row.code ?? 'excluded')}</th>
              <td>{format.number(row.before)}</td>
              <td>{format.number(row.after)}</td>
              <td>{signed(format.number(Math.abs(row.after - row.before)), row.after - row.before)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

const signed = (text: string, change: number): string => (change === 0 ? text : `${change > 0 ? '+' : '−'}${text}`)

function figureText(format: Formats, currency: string, name: FigureName, value: number): string {
  if (name === 'penetration') return format.percent(value, 1)
  return name === 'total' || name === 'unknown_places' ? format.number(value) : format.money(value, currency)
}
