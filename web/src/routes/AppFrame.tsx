import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { api } from '@/api/http'
import type { List, RegionInfo } from '@/api/types'
import { AccountMenu } from '@/features/shell/AccountMenu'
import { DESTINATIONS } from '@/features/shell/nav'
import { FilterChips } from '@/features/shell/FilterChips'
import { Shell } from '@/features/shell/Shell'
import { useT } from '@/i18n'
import type { Box } from '@/map/geometry'
import { useAppSearch, useSetSearch } from '@/records/search'
import css from './frame.module.css'

// The map's code is fetched when a page first needs it.
const MapStage = lazy(async () => ({ default: (await import('@/map/MapStage')).MapStage }))

const UNTITLED = ['/map', '/accounts', '/market', '/territories', '/routes']
const ON_MAP = ['/map', '/market', '/territories', '/routes']
const WORLD: Box = [-20, 30, 60, 65]

/** The frame of the signed-in part, with the one map that outlives its pages. */
export function AppFrame() {
  const t = useT()
  const { pathname } = useLocation()
  const search = useAppSearch()
  const setSearch = useSetSearch()
  const isOnMap = ON_MAP.some((path) => pathname.startsWith(path))
  const [wasOnMap, setWasOnMap] = useState(isOnMap)
  if (isOnMap && !wasOnMap) setWasOnMap(true)
  const regions = useQuery({ queryKey: ['regions'], queryFn: () => api.get<List<RegionInfo>>('/regions'), staleTime: Infinity })
  const boxes = useMemo(() => (regions.data?.data ?? []).map(({ bbox }) => bbox), [regions.data])
  const home = regions.data?.data[0]?.focus ?? WORLD
  const untitled = DESTINATIONS.find(({ to }) => to === pathname && UNTITLED.includes(to))
  const isKnown = !regions.isPending
  return (
    <Shell
      isOnMap={isOnMap}
      title={untitled ? t(untitled.label) : null}
      top={
        <>
          <FilterChips />
          <AccountMenu />
        </>
      }
      stage={(children) =>
        wasOnMap ? (
          <Suspense fallback={<main className={css.loading} aria-busy />}>
            <MapStage
              home={home}
              regions={boxes}
              at={search.at}
              onView={(at) => isOnMap && setSearch({ at }, { replace: true })}
              isStarted={isKnown}
              isHidden={!isOnMap}
            >
              {children}
            </MapStage>
          </Suspense>
        ) : (
          children
        )
      }
    />
  )
}
