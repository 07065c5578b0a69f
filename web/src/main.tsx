import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/client'
import { onUnauthorized } from './api/http'
import { forgetSession } from './api/session'
import { Localised } from './i18n'
import { router } from './routes/router'
import { Themed } from './ui/theme'
import { Toasts } from './ui/toast'
import './ui/tokens.css'
import './ui/base.css'

onUnauthorized(() => {
  if (router.state.location.pathname === '/sign-in') return
  void router.navigate({ to: '/sign-in', search: { to: router.state.location.href, ended: true } }).then(forgetSession)
})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Localised>
      <Themed>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <Toasts />
        </QueryClientProvider>
      </Themed>
    </Localised>
  </StrictMode>,
)
