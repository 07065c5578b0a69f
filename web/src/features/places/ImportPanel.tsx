import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { MapPinPlus } from 'lucide-react'
import { useState } from 'react'
import { api } from '@/api/http'
import type { Area, List, Place } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { AreaLayer, useAreaGeometry } from '@/map/AreaLayer'
import { AreaPicker } from '@/map/AreaPicker'
import { accountsChanged } from '@/records/changed'
import { explain } from '@/records/errors'
import { useJob } from '@/records/job'
import { useUsers } from '@/records/lookups'
import { Button } from '@/ui/Button'
import { Empty, Failure, Notice, Progress, SkeletonRows } from '@/ui/display'
import { Panel, Section } from '@/ui/layout'
import { Select } from '@/ui/Select'
import { CategoryTree } from './CategoryTree'
import { countChosen } from './model'
import { PlacesLayer } from './PlacesLayer'

const PREVIEW_MAX = 1000
const FOLLOW = 'follow'

export interface PlacesAnswer extends List<Place> {
  counts: Record<string, number>
}

interface Imported {
  created: number
  skipped: number
}

/** Turns places of the map into prospects: choose an area and kinds, look at them, import. */
export function ImportPanel({ onClose }: { onClose: () => void }) {
  const t = useT()
  const format = useFormat()
  const [area, setArea] = useState<Area>()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [owner, setOwner] = useState(FOLLOW)
  const job = useJob<Imported>()
  const geometry = useAreaGeometry(area)
  const counts = useCounts(area)
  const preview = usePreview(area, chosen)
  const count = counts.data ? countChosen(counts.data, chosen) : 0
  const users = useUsers()

  const start = async () => {
    const body = { area, categories: [...chosen], lifecycle: 'prospect', owner_id: owner === FOLLOW ? undefined : owner }
    const result = await job.run(() => api.post<{ id: string }>('/places/import', body))
    if (result) await accountsChanged()
  }

  return (
    <Panel
      title={t('places.title')}
      label={t('places.title')}
      subtitle={t('places.lead')}
      onClose={onClose}
      footer={
        job.state.phase === 'running' ? (
          <div className="grow">
            <Progress label={t('places.importing')} value={job.state.progress} onCancel={job.cancel} />
          </div>
        ) : (
          <Button variant="primary" block icon={<MapPinPlus aria-hidden />} isDisabled={count === 0} onPress={() => void start()}>
            {count > 0 ? t('places.import', { count }) : t('places.importNone')}
          </Button>
        )
      }
    >
      <AreaLayer geometry={area?.type === 'polygon' ? null : geometry} fit={area?.type === 'admin'} />
      <PlacesLayer places={preview} />
      <Section title={t('places.area')}>
        <AreaPicker area={area} onArea={(next) => setArea(next)} tools={['bbox', 'polygon', 'circle', 'admin']} />
      </Section>
      <Outcome state={job.state} />
      <Section title={t('places.kinds')}>
        {!area ? (
          <Empty title={t('places.noArea')}>{t('places.noAreaHint')}</Empty>
        ) : counts.error ? (
          <Failure message={explain(counts.error)} onRetry={() => void counts.refetch()} />
        ) : !counts.data ? (
          <SkeletonRows rows={5} height={28} />
        ) : counts.data.length === 0 ? (
          <Empty title={t('places.nothing')}>{t('places.nothingHint')}</Empty>
        ) : (
          <CategoryTree categories={counts.data} chosen={chosen} onChosen={setChosen} />
        )}
      </Section>
      <Select
        label={t('record.owner')}
        value={owner}
        onChange={setOwner}
        options={[{ id: FOLLOW, label: t('places.ownerFollows') }, ...users.map(({ id, name }) => ({ id, label: name }))]}
      />
      {preview.length >= PREVIEW_MAX ? <p className="muted small">{t('places.previewMax', { count: format.number(PREVIEW_MAX) })}</p> : null}
    </Panel>
  )
}

function Outcome({ state }: { state: ReturnType<typeof useJob<Imported>>['state'] }) {
  const t = useT()
  if (state.phase === 'done') return <Notice tone="good">{t('places.done', { created: state.result.created, skipped: state.result.skipped })}</Notice>
  if (state.phase === 'failed') return <Notice tone="bad">{explain(state.error)}</Notice>
  return null
}

/** How many places of each kind the area holds that are not accounts yet. */
function useCounts(area: Area | undefined) {
  return useQuery({
    queryKey: ['places', 'counts', area],
    queryFn: ({ signal }) => api.post<PlacesAnswer>('/places/search', { area, categories: [], exclude_imported: true, limit: 1 }, { signal }),
    enabled: area !== undefined,
    placeholderData: keepPreviousData,
    select: ({ counts }) => Object.entries(counts).map(([code, count]) => ({ code, count })),
  })
}

const NO_PLACES: Place[] = []

function usePreview(area: Area | undefined, chosen: ReadonlySet<string>): Place[] {
  const categories = [...chosen].sort()
  const { data } = useQuery({
    queryKey: ['places', 'preview', area, categories],
    queryFn: ({ signal }) => api.post<PlacesAnswer>('/places/search', { area, categories, exclude_imported: true, limit: PREVIEW_MAX }, { signal }),
    enabled: area !== undefined && categories.length > 0,
    placeholderData: keepPreviousData,
  })
  return area && categories.length > 0 ? (data?.data ?? NO_PLACES) : NO_PLACES
}

