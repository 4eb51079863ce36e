import { MantineProvider } from '@mantine/core'
import { useColorScheme } from '@mantine/hooks'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider, QueryErrorResetBoundary } from '@tanstack/react-query'
import { CatchBoundary, createHashHistory, createRootRoute, createRoute, createRouter, lazyRouteComponent, RouterProvider } from '@tanstack/react-router'
import { Suspense, useEffect } from 'react'
import { FailureAlert } from './components/feedback/failure-alert.tsx'
import { Loading } from './components/feedback/loading.tsx'
import { Root } from './features/shell/root.tsx'
import { createQueryClient, useFreshAnswers, useStatus } from './lib/bridge/use-bridge.ts'
import { logSearch, sendSearch, settingsSearch, templatesSearch } from './lib/format/search.ts'
import { speak } from './lib/words/i18n.ts'
import { cssVariables, theme } from './styles/theme.ts'

const root = createRootRoute({ component: Root })
const at = { getParentRoute: () => root } as const
const routes = [
  createRoute({ ...at, path: '/', component: lazyRouteComponent(() => import('./features/home/home-page.tsx'), 'HomePage') }),
  createRoute({ ...at, path: '/send', validateSearch: sendSearch, component: lazyRouteComponent(() => import('./features/send/send-page.tsx'), 'SendPage') }),
  createRoute({ ...at, path: '/log', validateSearch: logSearch, component: lazyRouteComponent(() => import('./features/log/log-page.tsx'), 'LogPage') }),
  createRoute({ ...at, path: '/import', component: lazyRouteComponent(() => import('./features/imports/import-page.tsx'), 'ImportPage') }),
  createRoute({
    ...at,
    path: '/templates',
    validateSearch: templatesSearch,
    component: lazyRouteComponent(() => import('./features/templates/templates-page.tsx'), 'TemplatesPage'),
  }),
  createRoute({
    ...at,
    path: '/settings',
    validateSearch: settingsSearch,
    component: lazyRouteComponent(() => import('./features/settings/settings-page.tsx'), 'SettingsPage'),
  }),
] as const

const router = createRouter({
  routeTree: root.addChildren(routes),
  history: createHashHistory(),
  defaultPendingMs: 150,
  defaultPendingComponent: Loading,
  defaultErrorComponent: ({ error, reset }) => <FailureAlert error={error} onRetry={reset} />,
})
declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

const queryClient = createQueryClient()

/** The page as the bursar likes it: language, text size, light or dark. */
function Console() {
  const { language, textSize, theme: wanted } = useStatus().look
  const system = useColorScheme()
  useEffect(() => speak(language), [language])
  useEffect(() => {
    document.documentElement.style.fontSize = `${textSize}%`
  }, [textSize])
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} forceColorScheme={wanted === 'auto' ? system : wanted}>
      <Notifications position="bottom-right" />
      <RouterProvider router={router} />
    </MantineProvider>
  )
}

/** Listens from the first moment: what changes while the first answer is on its way would otherwise be missed. */
function Fresh() {
  useFreshAnswers()
  return null
}

/** Before the console has said how it stands there is no look to follow, so what can go wrong here is shown plainly. */
function Broken({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables}>
      <main className="page">
        <FailureAlert error={error} onRetry={reset} />
      </main>
    </MantineProvider>
  )
}

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <Fresh />
      <QueryErrorResetBoundary>
        {({ reset: resetQueries }) => (
          <CatchBoundary
            getResetKey={() => 'page'}
            errorComponent={({ error, reset }) => (
              <Broken
                error={error}
                reset={() => {
                  resetQueries()
                  reset()
                }}
              />
            )}
          >
            <Suspense>
              <Console />
            </Suspense>
          </CatchBoundary>
        )}
      </QueryErrorResetBoundary>
    </QueryClientProvider>
  )
}
