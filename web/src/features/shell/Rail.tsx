import { Link } from '@tanstack/react-router'
import { Ellipsis, Search } from 'lucide-react'
import { useNavigate } from '@tanstack/react-router'
import { useMay } from '@/api/session'
import { useT } from '@/i18n'
import type { AppSearch } from '@/records/search'
import { Menu } from '@/ui/Menu'
import { Button as AriaButton } from 'react-aria-components'
import { focusSearch } from './focus'
import { DESTINATIONS, SETTINGS, type Destination } from './nav'
import css from './shell.module.css'

export function useDestinations(): Destination[] {
  const may = useMay()
  return DESTINATIONS.filter(({ needs }) => !needs || may(needs, 'read'))
}

export function Rail() {
  const t = useT()
  const destinations = useDestinations()
  return (
    <nav className={css.rail} aria-label={t('shell.navigation')}>
      <span className={css.brand}>
        <img src="/favicon.svg" alt="gcrm" />
      </span>
      {destinations.map((destination) => (
        <RailLink key={destination.to} {...destination} />
      ))}
      <span className={css.railSpace} />
      <RailLink {...SETTINGS} />
    </nav>
  )
}

/** The question and the viewport go along to the next workspace; selections and panels stay behind. */
function keepQuestion({ sel: _sel, panel: _panel, open: _open, with: _with, sort: _sort, ...question }: AppSearch): AppSearch {
  return question
}

function RailLink({ to, label, icon: Icon }: Destination) {
  const t = useT()
  return (
    <Link to={to} search={keepQuestion as never} className={css.railLink} activeOptions={{ exact: to === '/', includeSearch: false }}>
      <Icon aria-hidden />
      {t(label)}
    </Link>
  )
}

/** The phone's bar: the two places a person on the road needs, search, and everything else. */
export function TabBar() {
  const t = useT()
  const navigate = useNavigate()
  const more = [...useDestinations().filter(({ to }) => to !== '/' && to !== '/map'), SETTINGS]
  return (
    <nav className={css.tabbar} aria-label={t('shell.navigation')}>
      <RailLink {...DESTINATIONS[0]!} label="shell.today" />
      <RailLink {...DESTINATIONS[1]!} />
      <AriaButton className={css.railLink ?? ''} onPress={focusSearch}>
        <Search aria-hidden />
        {t('shell.search')}
      </AriaButton>
      <Menu
        label={t('shell.more')}
        trigger={
          <AriaButton className={css.railLink ?? ''}>
            <Ellipsis aria-hidden />
            {t('shell.more')}
          </AriaButton>
        }
        entries={more.map(({ to, label, icon: Icon }) => ({
          id: to,
          label: t(label),
          icon: <Icon aria-hidden />,
          onAction: () => void navigate({ to, search: keepQuestion as never }),
        }))}
      />
    </nav>
  )
}
