import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { queryClient } from '@/api/client'
import { sessionQuery } from '@/api/session'
import { parseSearch } from '@/records/search'
import { AppFrame } from './AppFrame'
import { Crash, NotFound } from './states'
import { SignInPage } from './SignInPage'

const root = createRootRoute({ notFoundComponent: NotFound, errorComponent: Crash })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string | undefined; ended?: boolean } => ({
    to: typeof search['to'] === 'string' ? search['to'] : undefined,
    ...(search['ended'] === true ? { ended: true } : {}),
  }),
  component: SignInPage,
})

/** Everything behind the sign-in. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  validateSearch: parseSearch,
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery)
    if (!session) throw redirect({ to: '/sign-in', search: { to: location.href } })
  },
  component: AppFrame,
  errorComponent: Crash,
})

const page = <Path extends string>(path: Path, load: () => Promise<Record<string, unknown>>, name: string) =>
  createRoute({ getParentRoute: () => app, path, component: lazyRouteComponent(load as never, name as never) })

const tree = root.addChildren([
  signIn,
  app.addChildren([
    page('/', () => import('./HomePage'), 'HomePage'),
    page('/map', () => import('./MapPage'), 'MapPage'),
    page('/accounts', () => import('./AccountsPage'), 'AccountsPage'),
    page('/accounts/$id', () => import('./AccountPage'), 'AccountPage'),
    page('/market', () => import('./MarketPage'), 'MarketPage'),
    page('/territories', () => import('./TerritoriesPage'), 'TerritoriesPage'),
    page('/routes', () => import('./RoutesPage'), 'RoutesPage'),
    page('/activities', () => import('./ActivitiesPage'), 'ActivitiesPage'),
    page('/settings', () => import('./SettingsPage'), 'SettingsPage'),
  ]),
])

export const router = createRouter({ routeTree: tree, defaultPreload: false, defaultPendingMs: 150, scrollRestoration: false })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
