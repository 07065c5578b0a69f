import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { api } from '@/api/http'
import type { List, RegionInfo } from '@/api/types'
import { AccountMenu } from '@/features/shell/AccountMenu'
import { DESTINATIONS } from '@/features/shell/nav'
import { FilterChips } from '@/features/shell/FilterChips'
import { Shell } from '@/features/shell/Shell'
import { useT } from '@/i18n'
import type { View } from '@/map/create'
import { useAppSearch, useSetSearch } from '@/records/search'
import css from './frame.module.css'

// The map's code is fetched when a page first needs it.
const MapStage = lazy(async () => ({ default: (await import('@/map/MapStage')).MapStage }))

const UNTITLED = ['/map', '/accounts', '/market', '/territories', '/routes']
const ON_MAP = ['/map', '/market', '/territories', '/routes']
const REGION_ZOOM = 13.5
const WORLD: View = { center: [15, 50], zoom: 3 }

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
  const region = regions.data?.data[0]
  const home: View = region ? { center: region.center, zoom: REGION_ZOOM } : WORLD
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
