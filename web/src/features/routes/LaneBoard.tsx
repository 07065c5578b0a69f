import { useMemo } from 'react'
import { Button as AriaButton, GridList, GridListItem, useDragAndDrop } from 'react-aria-components'
import type { RouteStop } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { categoryColor } from '@/records/colors'
import { Button } from '@/ui/Button'
import { Dot } from '@/ui/display'
import css from './lanes.module.css'
import type { Lane, Move } from './lanes'
import { axisOf, barOf, moved, type Axis } from './model'
import { Hours } from './Hours'

export interface LaneBoardProps {
  lanes: Lane[]
  timeZone: string
  selected: string | undefined
  onSelect: (accountId: string) => void
  onOpen: (lane: Lane) => void
  /** Absent when routes may not be changed. */
  onMove?: ((move: Move) => void) | undefined
  onOrder?: ((lane: Lane, accountIds: string[]) => void) | undefined
}

const STOP_TYPE = 'gcrm-stop'

/** A lane for each rep or day on one scale of hours; visits are dragged within a lane and between lanes. */
export function LaneBoard({ lanes, timeZone, selected, onSelect, onOpen, onMove, onOrder }: LaneBoardProps) {
  const t = useT()
  const axis = useMemo(() => boardAxis(lanes), [lanes])
  return (
    <div className={css.board} role="group" aria-label={t('route.board')}>
      {axis ? <Hours axis={axis} timeZone={timeZone} className={css.hours} /> : null}
      {lanes.map((lane) => (
        <LaneRow key={lane.id} lane={lane} lanes={lanes} axis={axis} selected={selected} onSelect={onSelect} onOpen={onOpen} onMove={onMove} onOrder={onOrder} />
      ))}
    </div>
  )
}

const DAY_MS = 86_400_000

/** All lanes on one clock: other days are laid over the first one. */
function boardAxis(lanes: Lane[]): Axis | null {
  const axes = lanes.flatMap(({ route }) => (route && route.stops.length > 0 ? [axisOf(route)] : []))
  const [first] = axes
  if (!first) return null
  const onFirst = ({ from, to }: Axis) => {
    const shift = Math.round((first.from - from) / DAY_MS) * DAY_MS
    return { from: from + shift, to: to + shift }
  }
  const laid = axes.map(onFirst)
  return { from: Math.min(...laid.map(({ from }) => from)), to: Math.max(...laid.map(({ to }) => to)) }
}

interface LaneRowProps extends Omit<LaneBoardProps, 'timeZone'> {
  lane: Lane
  axis: Axis | null
}

function LaneRow({ lane, lanes, axis, selected, onSelect, onOpen, onMove, onOrder }: LaneRowProps) {
  const t = useT()
  const format = useFormat()
  const { route } = lane
  const hooks = useLaneDrop(lane, lanes, onMove, onOrder)
  return (
    <section className={css.lane} aria-label={lane.label}>
      <div className={css.head}>
        <button type="button" className={css.open} onClick={() => onOpen(lane)}>
          <Dot color={categoryColor(lane.color)} />
          <span className="ellipsis">{lane.label}</span>
        </button>
        <span className="num muted ellipsis">
          {route ? t('route.laneFigures', { count: route.stops.length, distance: format.distance(route.distance_m), back: format.time(route.returns_at, route.time_zone) }) : t('route.notPlanned')}
        </span>
      </div>
      {route && axis ? (
        <GridList
          aria-label={lane.label}
          items={route.stops}
          dependencies={[route, selected]}
          orientation="horizontal"
          dragAndDropHooks={hooks}
          selectionMode="single"
          selectionBehavior="replace"
          selectedKeys={selected && route.stops.some(({ account_id }) => account_id === selected) ? [selected] : []}
          onSelectionChange={(keys) => {
            const [key] = keys
            if (key !== undefined) onSelect(String(key))
          }}
          className={css.track ?? ''}
          renderEmptyState={() => <span className={css.empty}>{t('route.dropHere')}</span>}
        >
          {(stop) => <Block stop={stop} lane={lane} axis={axis} number={route.stops.indexOf(stop) + 1} mayMove={onMove !== undefined} />}
        </GridList>
      ) : (
        <div className={css.track}>
          <Button variant="quiet" onPress={() => onOpen(lane)}>
            {t('route.plan')}
          </Button>
        </div>
      )}
    </section>
  )
}

function Block({ stop, lane, axis, number, mayMove }: { stop: RouteStop; lane: Lane; axis: Axis; number: number; mayMove: boolean }) {
  const t = useT()
  const format = useFormat()
  const shift = Math.round((axis.from - Date.parse(lane.route!.departs_at)) / DAY_MS) * DAY_MS
  const bar = barOf(axis, Date.parse(stop.starts_at) + shift, Date.parse(stop.leaves_at) + shift)
  const zone = lane.route!.time_zone
  const times = t('route.between', { from: format.time(stop.starts_at, zone), to: format.time(stop.leaves_at, zone) })
  return (
    <GridListItem
      id={stop.account_id}
      textValue={`${stop.account_name}, ${times}`}
      className={css.block ?? ''}
      style={{ left: `${bar?.left ?? 0}%`, width: `${bar?.width ?? 4}%`, borderColor: categoryColor(lane.color), background: `color-mix(in srgb, ${categoryColor(lane.color)} 22%, var(--surface))` }}
    >
      {mayMove ? (
        <AriaButton slot="drag" className={css.drag ?? ''} aria-label={t('route.move', { name: stop.account_name })}>
          {number}
        </AriaButton>
      ) : (
        <span className={css.drag}>{number}</span>
      )}
      <span className="ellipsis" title={`${stop.account_name} · ${times}`}>
        {stop.account_name}
      </span>
    </GridListItem>
  )
}

/** Reordering inside of a lane, and taking visits over from another one. */
function useLaneDrop(lane: Lane, lanes: Lane[], onMove: LaneBoardProps['onMove'], onOrder: LaneBoardProps['onOrder']) {
  const ids = lane.route?.stops.map(({ account_id }) => account_id) ?? []
  const take = async (items: Iterable<unknown>, at: number) => {
    for (const item of items as Iterable<{ kind: string; getText: (type: string) => Promise<string> }>) {
      if (item.kind !== 'text') continue
      const { laneId, accountId } = JSON.parse(await item.getText(STOP_TYPE)) as { laneId: string; accountId: string }
      const from = lanes.find(({ id }) => id === laneId)?.route
      if (from && lane.route && from.id !== lane.route.id) onMove?.({ accountId, from, to: lane.route, at })
    }
  }
  const placeOf = (key: unknown, position: string) => ids.indexOf(String(key)) + (position === 'after' ? 1 : 0)
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ [STOP_TYPE]: JSON.stringify({ laneId: lane.id, accountId: String(key) }), 'text/plain': String(key) })),
    acceptedDragTypes: [STOP_TYPE],
    getDropOperation: () => 'move',
    onReorder: ({ keys, target }) => {
      const [key] = keys
      const from = ids.indexOf(String(key))
      const to = placeOf(target.key, target.dropPosition)
      if (from >= 0) onOrder?.(lane, moved(ids, from, to > from ? to - 1 : to))
    },
    onInsert: ({ items, target }) => void take(items, placeOf(target.key, target.dropPosition)),
    onRootDrop: ({ items }) => void take(items, ids.length),
    isDisabled: !onMove,
  })
  return dragAndDropHooks
}
