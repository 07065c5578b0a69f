import { Camera, Download } from 'lucide-react'
import { useState } from 'react'
import { url } from '@/api/http'
import { useMay } from '@/api/session'
import type { Area, MarketAnswer, Snapshot } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { AreaPicker } from '@/map/AreaPicker'
import { useZoom } from '@/map/view-box'
import { useAreaLabel } from '@/records/area-label'
import { explain } from '@/records/errors'
import { filterWithArea, type AccountQuery } from '@/records/query'
import { Button, IconButton } from '@/ui/Button'
import { Failure, SkeletonRows } from '@/ui/display'
import { Field } from '@/ui/Field'
import { Form, Panel, Section } from '@/ui/layout'
import { Menu } from '@/ui/Menu'
import { Select } from '@/ui/Select'
import { FiguresView } from './FiguresView'
import { MEASURES, resolutionAt, type Measure } from './model'
import { SnapshotList } from './SnapshotList'
import { useTakeSnapshot } from './snapshots'

export interface MarketPanelProps {
  area: Area | undefined
  /** What is asked when no area is chosen: the part of the map in sight. */
  fallback: Area | null
  onArea: (area: Area | undefined, isFinal: boolean) => void
  query: AccountQuery
  onQuery: (patch: AccountQuery) => void
  answer: { data: MarketAnswer | undefined; error: Error | null; refetch: () => unknown }
  measure: Measure
  onMeasure: (measure: Measure) => void
  onOpen: (snapshot: Snapshot) => void
}

/** Who the customers of an area are, live while its shape is drawn. */
export function MarketPanel({ area, fallback, onArea, query, onQuery, answer, measure, onMeasure, onOpen }: MarketPanelProps) {
  const t = useT()
  const may = useMay()
  const asked = area ?? fallback
  return (
    <Panel
      title={t('shell.market')}
      label={t('shell.market')}
      subtitle={t('market.lead')}
      actions={may('account', 'export') && asked ? <ExportMenu query={{ ...query, area: asked }} /> : null}
      footer={may('snapshot', 'create') && asked ? <TakeSnapshot area={asked} query={query} onTaken={(id) => onOpen({ id } as Snapshot)} /> : null}
    >
      <Section>
        <AreaPicker area={area} onArea={onArea} />
      </Section>
      {answer.error ? (
        <Failure message={explain(answer.error)} onRetry={() => void answer.refetch()} />
      ) : answer.data ? (
        <FiguresView figures={answer.data.figures} query={query} onQuery={onQuery} />
      ) : (
        <SkeletonRows rows={8} />
      )}
      <Select label={t('market.hexes')} value={measure} onChange={onMeasure} options={MEASURES.map((id) => ({ id, label: t(`market.measure.${id}`) }))} />
      <Section title={t('market.saved')}>
        <SnapshotList onOpen={onOpen} />
      </Section>
    </Panel>
  )
}

function ExportMenu({ query }: { query: AccountQuery }) {
  const t = useT()
  const filter = JSON.stringify(filterWithArea(query))
  const go = (format: string) => location.assign(url('/accounts/export', { format, filter }))
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

function TakeSnapshot({ area, query, onTaken }: { area: Area; query: AccountQuery; onTaken: (id: string) => void }) {
  const t = useT()
  const format = useFormat()
  const label = useAreaLabel(area)
  const [isNaming, setNaming] = useState(false)
  const [name, setName] = useState('')
  const take = useTakeSnapshot(onTaken)
  const resolution = resolutionAt(useZoom())
  const given = name.trim() || t('market.defaultName', { area: label, date: format.date(new Date()) })
  if (!isNaming) {
    return (
      <Button variant="primary" block icon={<Camera aria-hidden />} onPress={() => setNaming(true)}>
        {t('market.take')}
      </Button>
    )
  }
  return (
    <div className="grow">
      <Form onSubmit={() => take.mutate({ name: given, area, query, resolution })} label={t('market.take')}>
        <Field label={t('market.name')} value={name} onChange={setName} placeholder={given} autoFocus />
        <div className="row">
          <Button type="submit" variant="primary" isPending={take.isPending}>
            {t('common.save')}
          </Button>
          <Button onPress={() => setNaming(false)}>{t('common.cancel')}</Button>
        </div>
      </Form>
    </div>
  )
}
