import { Outlet } from '@tanstack/react-router'
import { WifiOff } from 'lucide-react'
import { useSyncExternalStore, type ReactNode } from 'react'
import { useT } from '@/i18n'
import { useIsPhone } from '@/ui/media'
import { Rail, TabBar } from './Rail'
import { SearchBar } from './SearchBar'
import { Sheet } from './Sheet'
import css from './shell.module.css'

export interface ShellProps {
  /** Whether the page lies beside the map, or takes its room. */
  isOnMap: boolean
  /** The page's name, for pages that show no heading of their own. */
  title: string | null
  /** Puts the map around the page's own panel and drawer. */
  stage: (children: ReactNode) => ReactNode
  /** What stands beside the search bar: the filters in force, the account menu. */
  top: ReactNode
}

/** The frame around every signed-in page: rail, top bar, map, and the page's own panel and drawer. */
export function Shell({ isOnMap, title, stage, top }: ShellProps) {
  const isPhone = useIsPhone()
  return (
    <div className={css.shell}>
      {isPhone ? null : <Rail />}
      <header className={css.top}>
        {title ? <h1 className="visually-hidden">{title}</h1> : null}
        <SearchBar />
        {top}
        <Offline />
      </header>
      <div className={css.body} data-page={!isOnMap}>
        {stage(
          <Sheet>
            <Outlet />
          </Sheet>,
        )}
      </div>
      {isPhone ? <TabBar /> : null}
    </div>
  )
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('online', onChange)
  window.addEventListener('offline', onChange)
  return () => {
    window.removeEventListener('online', onChange)
    window.removeEventListener('offline', onChange)
  }
}

function Offline() {
  const t = useT()
  const online = useSyncExternalStore(subscribe, () => navigator.onLine)
  if (online) return null
  return (
    <span className={`row ${css.offline}`} role="status">
      <WifiOff size={16} aria-hidden />
      {t('shell.offline')}
    </span>
  )
}
