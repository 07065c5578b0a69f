import { useQuery } from '@tanstack/react-query'
import { Car, Circle, Landmark, Pentagon, Scan, Shapes } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { api } from '@/api/http'
import type { Area, AreaRef, Coordinates, List } from '@/api/types'
import { useFormat, useLocale, useT } from '@/i18n'
import { localName, useAreaLabel } from '@/records/area-label'
import { useActiveTerritories } from '@/records/lookups'
import { Button } from '@/ui/Button'
import { Segmented, Slider } from '@/ui/Choice'
import { Combo } from '@/ui/Combo'
import { useDebounced } from '@/ui/debounce'
import { Select } from '@/ui/Select'
import { useMapClick } from './AreaLayer'
import { useDraw } from './draw'
import { useViewBox } from './view-box'

export type AreaTool = 'polygon' | 'circle' | 'admin' | 'drive_time' | 'territory' | 'bbox'

export interface AreaPickerProps {
  area: Area | undefined
  onArea: (area: Area | undefined, isFinal: boolean) => void
  tools?: AreaTool[]
}

const ALL_TOOLS: AreaTool[] = ['polygon', 'circle', 'admin', 'drive_time', 'territory', 'bbox']
const ICONS = { polygon: Pentagon, circle: Circle, admin: Landmark, drive_time: Car, territory: Shapes, bbox: Scan }
const LABELS = { polygon: 'area.draw', circle: 'area.circle', admin: 'area.adminShort', drive_time: 'area.driveTime', territory: 'area.territory', bbox: 'area.useView' } as const
const RADIUS_M = 800
const MINUTES = 10

/** Says which area is meant: drawn, round, a district, by drive time, a territory, or what is in sight. */
export function AreaPicker({ area, onArea, tools = ALL_TOOLS }: AreaPickerProps) {
  const t = useT()
  const [tool, setTool] = useState<AreaTool>(area?.type ?? tools[0]!)
  const label = useAreaLabel(area)
  const choose = (next: AreaTool) => {
    setTool(next)
    if (area && area.type !== next) onArea(undefined, true)
  }
  return (
    <div className="stack">
      <Segmented
        label={t('area.choose')}
        value={tool}
        onChange={choose}
        options={tools.map((id) => {
          const Icon = ICONS[id]
          return { id, label: t(LABELS[id]), icon: <Icon aria-hidden /> }
        })}
      />
      <Tool tool={tool} area={area} onArea={onArea} />
      {area && area.type !== 'bbox' ? (
        <div className="spread">
          <strong className="small">{label}</strong>
          <Button variant="quiet" onPress={() => onArea(undefined, true)}>
            {t('area.clear')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

interface ToolProps {
  area: Area | undefined
  onArea: AreaPickerProps['onArea']
}

function Tool({ tool, ...props }: ToolProps & { tool: AreaTool }) {
  switch (tool) {
    case 'polygon':
      // A cleared area begins a new drawing.
      return <PolygonTool key={String(props.area === undefined)} {...props} />
    case 'circle':
      return <CircleTool {...props} />
    case 'admin':
      return <AdminTool {...props} />
    case 'drive_time':
      return <DriveTimeTool {...props} />
    case 'territory':
      return <TerritoryTool {...props} />
    case 'bbox':
      return <ViewTool {...props} />
  }
}

function PolygonTool({ area, onArea }: ToolProps) {
  const t = useT()
  // What the tool starts with; afterwards it holds the shape itself.
  const [initial] = useState(area?.type === 'polygon' && area.geometry.type === 'Polygon' ? area.geometry : null)
  useDraw({ tool: 'polygon', initial, onPolygon: (geometry, isFinal) => onArea({ type: 'polygon', geometry }, isFinal) })
  return <p className="muted small">{t('area.drawHint')}</p>
}

function CircleTool({ area, onArea }: ToolProps) {
  const t = useT()
  const format = useFormat()
  const [radius, setRadius] = useState(area?.type === 'circle' ? area.radius_m : RADIUS_M)
  const center = area?.type === 'circle' ? area.center : null
  const put = (at: Coordinates | null, radius_m: number) => at && onArea({ type: 'circle', center: at, radius_m }, true)
  useMapClick(true, (at) => put(at, radius))
  return (
    <>
      <p className="muted small">{t('area.circleHint')}</p>
      <Slider
        label={t('area.radius')}
        value={radius}
        min={100}
        max={5000}
        step={100}
        output={format.distance(radius)}
        onChange={(next) => {
          setRadius(next)
          put(center, next)
        }}
      />
    </>
  )
}

function DriveTimeTool({ area, onArea }: ToolProps) {
  const t = useT()
  const format = useFormat()
  const [minutes, setMinutes] = useState(area?.type === 'drive_time' ? area.minutes : MINUTES)
  const center = area?.type === 'drive_time' ? area.center : null
  const put = (at: Coordinates | null, next: number) => at && onArea({ type: 'drive_time', center: at, minutes: next, profile: 'car' }, true)
  useMapClick(true, (at) => put(at, minutes))
  return (
    <>
      <p className="muted small">{t('area.driveHint')}</p>
      <Slider
        label={t('area.driveTime')}
        value={minutes}
        min={1}
        max={60}
        output={format.duration(minutes * 60)}
        onChange={(next) => {
          setMinutes(next)
          put(center, next)
        }}
      />
    </>
  )
}

const DEBOUNCE_MS = 180

function AdminTool({ onArea }: ToolProps) {
  const t = useT()
  const { locale } = useLocale()
  const bbox = useViewBox()
  const [text, setText] = useState('')
  const asked = useDebounced(text.trim(), DEBOUNCE_MS)
  const found = useQuery({
    queryKey: ['areas', 'search', asked, asked ? null : bbox],
    queryFn: ({ signal }) => api.get<List<AreaRef>>('/areas', { q: asked, bbox: asked ? undefined : bbox?.join() }, signal),
    enabled: asked !== '' || bbox !== null,
  })
  return (
    <Combo
      label={t('area.adminSearch')}
      hint={t('area.adminHint')}
      emptyText={t('area.nothing')}
      text={text}
      onText={setText}
      options={(found.data?.data ?? []).map((ref) => ({ id: ref.id, label: localName(ref, locale) }))}
      onSelect={({ id, label }) => {
        setText(label)
        onArea({ type: 'admin', area_id: id }, true)
      }}
    />
  )
}

function TerritoryTool({ area, onArea }: ToolProps) {
  const t = useT()
  const territories = useActiveTerritories()
  return (
    <Select
      label={t('area.territory')}
      options={territories.map(({ id, name }) => ({ id, label: name }))}
      value={area?.type === 'territory' ? area.territory_id : null}
      placeholder={t('area.choose')}
      onChange={(territory_id) => onArea({ type: 'territory', territory_id }, true)}
    />
  )
}

/** What the map shows: the area follows it, except that an area given at first stays until the map moves. */
function ViewTool({ area, onArea }: ToolProps) {
  const t = useT()
  const bbox = useViewBox()
  const take = useRef(onArea)
  useEffect(() => {
    take.current = onArea
  })
  const given = useRef(area !== undefined)
  useEffect(() => {
    if (!bbox) return
    if (given.current) given.current = false
    else take.current({ type: 'bbox', bbox }, true)
  }, [bbox])
  return <p className="muted small">{t('area.viewHint')}</p>
}
