import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useStatus } from '../../lib/bridge/use-bridge.ts'
import { Shell } from './shell.tsx'

const FirstRunPage = lazy(async () => ({ default: (await import('../first-run/first-run-page.tsx')).FirstRunPage }))

/** The welcome until there is something to show, then the console. */
export function Root() {
  if (useStatus().firstRun) {
    return (
      <Suspense>
        <FirstRunPage />
      </Suspense>
    )
  }
  return (
    <Shell>
      <Outlet />
    </Shell>
  )
}
