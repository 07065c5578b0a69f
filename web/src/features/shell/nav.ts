import { Building2, CalendarCheck, ChartPie, House, Map, Route, Settings, Shapes, type LucideIcon } from 'lucide-react'
import type { MessageKey } from '@/i18n'

export interface Destination {
  to: string
  label: MessageKey
  icon: LucideIcon
  /** The object a caller must be able to read to go there. */
  needs?: string
}

export const DESTINATIONS: Destination[] = [
  { to: '/', label: 'shell.home', icon: House },
  { to: '/map', label: 'shell.map', icon: Map, needs: 'account' },
  { to: '/accounts', label: 'shell.accounts', icon: Building2, needs: 'account' },
  { to: '/market', label: 'shell.market', icon: ChartPie, needs: 'snapshot' },
  { to: '/territories', label: 'shell.territories', icon: Shapes, needs: 'alignment' },
  { to: '/routes', label: 'shell.routes', icon: Route, needs: 'route' },
  { to: '/activities', label: 'shell.activities', icon: CalendarCheck, needs: 'activity' },
]

export const SETTINGS: Destination = { to: '/settings', label: 'shell.settings', icon: Settings }
