import { useQuery } from '@tanstack/react-query'
import { api } from '@/api/http'
import type { AdminArea, Area } from '@/api/types'
import { useFormat, useLocale, useT, type Locale } from '@/i18n'
import { useLookups } from './lookups'

export const areaQuery = (id: string | undefined) => ({
  queryKey: ['areas', id],
  queryFn: () => api.get<AdminArea>(`/areas/${encodeURIComponent(id ?? '')}`),
  enabled: id !== undefined,
  staleTime: Infinity,
})

interface Named {
  name: string | null
  name_en?: string | null | undefined
  name_ko?: string | null | undefined
}

/** The name in the reader's language where the map has it. */
export const localName = (named: Named, locale: Locale): string => named[`name_${locale}`] ?? named.name ?? ''

/** What to call an area in a chip or a heading. */
export function useAreaLabel(area: Area | undefined): string {
  const t = useT()
  const format = useFormat()
  const { locale } = useLocale()
  const { territory } = useLookups()
  const admin = useQuery(areaQuery(area?.type === 'admin' ? area.area_id : undefined))
  switch (area?.type) {
    case undefined:
      return ''
    case 'admin':
      return admin.data ? localName(admin.data, locale) : t('area.admin')
    case 'territory':
      return territory(area.territory_id)?.name ?? t('record.territory')
    case 'circle':
      return t('area.circleOf', { radius: format.distance(area.radius_m) })
    case 'drive_time':
      return t('area.driveTimeOf', { time: format.duration(area.minutes * 60) })
    case 'bbox':
      return t('area.view')
    case 'polygon':
      return t('area.polygon')
  }
}
