import type { Polygon } from 'geojson'
import { Pencil, Pentagon, Scale, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '@/api/session'
import type { Alignment, Territory } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { useDraw } from '@/map/draw'
import { CATEGORY_COLORS } from '@/records/colors'
import { useUsers } from '@/records/lookups'
import { Button, IconButton } from '@/ui/Button'
import { Badge, Empty, Facts, Notice } from '@/ui/display'
import { Field } from '@/ui/Field'
import { Form, Panel, Section } from '@/ui/layout'
import { Select } from '@/ui/Select'
import { useChangeTerritory, useDeleteAlignment, useDeleteTerritory, useDrawTerritory, usePublish } from './actions'
import { TravelModelNote } from './TravelModelNote'
import css from './territories.module.css'

export interface AlignmentPanelProps {
  alignment: Alignment
  territories: Territory[]
  selected: Territory | undefined
  onSelect: (id: string | undefined) => void
  onClose: () => void
  onRealign: () => void
}

/** One alignment: its territories, the selected one's owner and shape, and putting it in force. */
export function AlignmentPanel({ alignment, territories, selected, onSelect, onClose, onRealign }: AlignmentPanelProps) {
  const t = useT()
  const may = useMay()
  const publish = usePublish()
  const remove = useDeleteAlignment(onClose)
  const [isDrawing, setDrawing] = useState(false)
  const isActive = alignment.state === 'active'
  const mayPublish = !isActive && may('alignment', 'manage')
  const unowned = territories.filter(({ owner_id }) => owner_id === null).length
  return (
    <Panel
      title={alignment.name}
      label={t('territory.alignment')}
      subtitle={<Badge tone={isActive ? 'good' : 'warn'}>{t(`territory.state.${alignment.state}`)}</Badge>}
      onClose={onClose}
      actions={!isActive && may('alignment', 'delete') ? <IconButton label={t('common.delete')} icon={<Trash2 />} onPress={() => remove.mutate(alignment)} /> : null}
      footer={
        mayPublish ? (
          <Button variant="primary" block icon={<Send aria-hidden />} isPending={publish.isPending} isDisabled={territories.length === 0} onPress={() => publish.mutate(alignment)}>
            {t('territory.publish')}
          </Button>
        ) : null
      }
    >
      {isDrawing ? <DrawTerritory alignmentId={alignment.id} onDone={() => setDrawing(false)} /> : null}
      {mayPublish && unowned > 0 ? <Notice>{t('territory.unowned', { count: unowned })}</Notice> : null}
      {!isDrawing && may('territory', 'create') ? (
        <div className="row" style={{ flexWrap: 'wrap' }}>
          <Button icon={<Pentagon aria-hidden />} onPress={() => setDrawing(true)}>
            {t('territory.draw')}
          </Button>
          {territories.length > 1 ? (
            <Button icon={<Scale aria-hidden />} onPress={onRealign}>
              {t('territory.realign')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {selected ? (
        <TerritoryDetails key={`${selected.id}:${selected.version}`} territory={selected} onClose={() => onSelect(undefined)} />
      ) : territories.length === 0 ? (
        <Empty title={t('territory.noneInside')}>{t('territory.noneInsideHint')}</Empty>
      ) : (
        <>
          <p className="muted small">{t('territory.selectHint')}</p>
          <TravelModelNote alignment={alignment} />
        </>
      )}
    </Panel>
  )
}

const UNOWNED = 'none'

function TerritoryDetails({ territory, onClose }: { territory: Territory; onClose: () => void }) {
  const t = useT()
  const format = useFormat()
  const may = useMay()
  const users = useUsers()
  const [name, setName] = useState(territory.name)
  const [isShaping, setShaping] = useState(false)
  const change = useChangeTerritory()
  const remove = useDeleteTerritory()
  const mayChange = may('territory', 'update')
  const { measures } = territory
  return (
    <Section
      title={territory.name}
      actions={
        may('territory', 'delete') ? (
          <IconButton
            label={t('common.delete')}
            icon={<Trash2 />}
            onPress={() => {
              remove.mutate(territory)
              onClose()
            }}
          />
        ) : null
      }
    >
      <Facts
        rows={[
          [t('shell.accounts'), format.number(measures.accounts)],
          [t('record.lifecycle.customer'), format.number(measures.customers)],
          [t('territory.visitsYear'), format.number(Math.round(measures.visits_per_year))],
          [t('territory.serviceHours'), format.number(Math.round(measures.service_hours))],
          [t('territory.travelHours'), format.number(Math.round(measures.travel_hours))],
          [t('territory.areaKm2'), format.number(Math.round(measures.area_km2 * 100) / 100)],
        ]}
      />
      {mayChange ? (
        <Form onSubmit={() => name.trim() && change.mutate({ territory, patch: { name: name.trim() } })} label={territory.name}>
          <div className={css.inline}>
            <Field label={t('common.name')} value={name} onChange={setName} />
            <Button type="submit" isDisabled={name.trim() === territory.name || !name.trim()}>
              {t('common.save')}
            </Button>
          </div>
          <Select
            label={t('record.owner')}
            value={territory.owner_id ?? UNOWNED}
            onChange={(id) => change.mutate({ territory, patch: { owner_id: id === UNOWNED ? null : id } })}
            options={[{ id: UNOWNED, label: t('record.noOwner') }, ...users.map((user) => ({ id: user.id, label: user.name }))]}
          />
          <div className={css.swatches} role="group" aria-label={t('settings.color')}>
            {CATEGORY_COLORS.map((value, i) => (
              <button
                key={value}
                type="button"
                aria-label={t('territory.colorNumber', { number: i + 1 })}
                aria-pressed={territory.color === i}
                style={{ background: value }}
                onClick={() => change.mutate({ territory, patch: { color: i } })}
              />
            ))}
          </div>
          {isShaping ? (
            <Reshape territory={territory} onDone={() => setShaping(false)} />
          ) : (
            <Button icon={<Pencil aria-hidden />} onPress={() => setShaping(true)}>
              {t('territory.reshape')}
            </Button>
          )}
        </Form>
      ) : null}
    </Section>
  )
}

/** The corners of the largest part can be dragged; other parts stay out of the editor and are kept. */
function Reshape({ territory, onDone }: { territory: Territory; onDone: () => void }) {
  const t = useT()
  const change = useChangeTerritory()
  const [largest] = [...territory.geometry.coordinates].sort((a, b) => b[0]!.length - a[0]!.length)
  const rest = territory.geometry.coordinates.filter((part) => part !== largest)
  const [shape, setShape] = useState<Polygon | null>(null)
  useDraw({ tool: 'polygon', initial: largest ? { type: 'Polygon', coordinates: largest } : null, onPolygon: setShape })
  const save = () => {
    if (!shape) return
    change.mutate({ territory, patch: { geometry: { type: 'MultiPolygon', coordinates: [shape.coordinates, ...rest] } } })
    onDone()
  }
  return (
    <>
      <Notice>{t('territory.reshapeHint')}</Notice>
      <div className="row">
        <Button variant="primary" isDisabled={!shape} onPress={save}>
          {t('common.save')}
        </Button>
        <Button onPress={onDone}>{t('common.cancel')}</Button>
      </div>
    </>
  )
}

function DrawTerritory({ alignmentId, onDone }: { alignmentId: string; onDone: () => void }) {
  const t = useT()
  const draw = useDrawTerritory(alignmentId)
  const [name, setName] = useState('')
  const [shape, setShape] = useState<Polygon | null>(null)
  useDraw({ tool: 'polygon', initial: null, onPolygon: setShape })
  const save = () => {
    if (!shape || !name.trim()) return
    draw.mutate({ name: name.trim(), geometry: shape }, { onSuccess: onDone })
  }
  return (
    <Section title={t('territory.draw')}>
      <p className="muted small">{t('area.drawHint')}</p>
      <Form onSubmit={save} label={t('territory.draw')}>
        <Field label={t('common.name')} value={name} onChange={setName} isRequired />
        <div className="row">
          <Button type="submit" variant="primary" isPending={draw.isPending} isDisabled={!shape || !name.trim()}>
            {t('common.save')}
          </Button>
          <Button onPress={onDone}>{t('common.cancel')}</Button>
        </div>
      </Form>
    </Section>
  )
}
