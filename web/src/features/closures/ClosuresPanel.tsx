import { Pencil, Trash2, TrafficCone, TriangleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ListedClosure } from '@/api/closures'
import { api } from '@/api/http'
import { useMay } from '@/api/session'
import { useFormat, useT } from '@/i18n'
import { useFit } from '@/map/AreaLayer'
import { explain } from '@/records/errors'
import { useSave } from '@/records/save'
import { Button, IconButton } from '@/ui/Button'
import { Badge, Empty, Failure, SkeletonRows, type Tone } from '@/ui/display'
import { Panel } from '@/ui/layout'
import { ClosureForm } from './ClosureForm'
import css from './closures.module.css'
import { CLOSURE_KEYS, useClosures, useMayChange } from './closures'
import { ClosuresLayer } from './ClosuresLayer'
import { whenIs, type When } from './model'

const TONES: Record<When, Tone> = { past: 'neutral', now: 'bad', future: 'warn' }

/** The organisation's closed and slow roads, seen from one day. */
export function ClosuresPanel({ day, onClose }: { day: string; onClose: () => void }) {
  const t = useT()
  const may = useMay()
  const { data, error, refetch } = useClosures()
  const [edited, setEdited] = useState<ListedClosure | 'new' | null>(null)
  const [found, setFound] = useState<ListedClosure | null>(null)
  const closures = useMemo(() => data?.data ?? [], [data])
  const shown = useMemo(() => closures.filter((closure) => whenIs(closure, day) !== 'past').map((closure) => ({ ...closure, isFaint: whenIs(closure, day) !== 'now' })), [closures, day])
  useFit(useMemo(() => found?.stretches.map(({ line }) => ({ type: 'LineString' as const, coordinates: line })) ?? null, [found]))
  if (edited) return <ClosureForm closure={edited === 'new' ? null : edited} onDone={() => setEdited(null)} />
  const find = (id: string) => setFound(closures.find((closure) => closure.id === id) ?? null)
  return (
    <Panel
      title={t('closure.title')}
      label={t('closure.title')}
      subtitle={t('closure.subtitle')}
      onClose={onClose}
      footer={
        may('road_closure', 'create') ? (
          <Button variant="primary" block icon={<TrafficCone aria-hidden />} onPress={() => setEdited('new')}>
            {t('closure.add')}
          </Button>
        ) : null
      }
    >
      <ClosuresLayer closures={shown} onSelect={find} />
      {error ? (
        <Failure message={explain(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonRows rows={3} height={48} />
      ) : closures.length === 0 ? (
        <Empty icon={<TrafficCone aria-hidden />} title={t('closure.none')}>
          {t('closure.noneHint')}
        </Empty>
      ) : (
        <ul className={css.list}>
          {closures.map((closure) => (
            <ClosureRow key={closure.id} closure={closure} day={day} isFound={closure.id === found?.id} onFind={() => setFound(closure)} onEdit={() => setEdited(closure)} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

interface ClosureRowProps {
  closure: ListedClosure
  day: string
  isFound: boolean
  onFind: () => void
  onEdit: () => void
}

function ClosureRow({ closure, day, isFound, onFind, onEdit }: ClosureRowProps) {
  const t = useT()
  const mayChange = useMayChange()
  const remove = useSave(() => api.delete(`/road-closures/${closure.id}`, closure.version), CLOSURE_KEYS)
  const period = usePeriod(closure)
  const when = whenIs(closure, day)
  const kind = closure.speed_kmh === null ? t('closure.closed') : t('closure.kmh', { speed: closure.speed_kmh })
  return (
    <li className={css.row}>
      <button type="button" className={css.item} aria-current={isFound} onClick={onFind}>
        <span className="grow">
          <strong>{closure.name}</strong>
          <span className="muted small">{[kind, closure.one_way ? t('closure.oneWayShort') : null, period].filter(Boolean).join(' · ')}</span>
          {closure.note ? <span className="small">{closure.note}</span> : null}
        </span>
        <Badge tone={TONES[when]}>{t(`closure.when.${when}`)}</Badge>
      </button>
      {mayChange(closure, 'update') ? <IconButton label={t('closure.edit', { name: closure.name })} icon={<Pencil />} onPress={onEdit} /> : null}
      {mayChange(closure, 'delete') ? <IconButton label={t('closure.remove', { name: closure.name })} icon={<Trash2 />} isPending={remove.isPending} onPress={() => remove.mutate()} /> : null}
      {closure.is_on_map ? null : (
        <p className={css.lost}>
          <TriangleAlert aria-hidden size={16} />
          {t('closure.lost')}
        </p>
      )}
    </li>
  )
}

function usePeriod({ starts_on, ends_on }: ListedClosure): string {
  const t = useT()
  const format = useFormat()
  if (starts_on && ends_on) return starts_on === ends_on ? format.dayMonth(starts_on) : t('closure.period', { from: format.dayMonth(starts_on), to: format.dayMonth(ends_on) })
  if (starts_on) return t('closure.since', { from: format.dayMonth(starts_on) })
  return ends_on ? t('closure.until', { to: format.dayMonth(ends_on) }) : t('closure.openEnded')
}
