import { useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { LiveRegion } from '../../components/feedback/live-region.tsx'
import { PageLink } from '../../components/layout/page-link.tsx'
import { useStatus } from '../../lib/bridge/use-bridge.ts'
import { useSteps } from '../../stores/steps.ts'
import { Bars } from './bars/bars.tsx'
import { RunningSend } from './bars/running-send.tsx'
import { Header } from './header.tsx'
import { Navigation } from './navigation.tsx'
import './shell.css'
import { usePageKeys } from './use-page-keys.ts'

/** Reading the log is the last of the first steps on Home. */
function useLogOpened(): void {
  const { pathname } = useLocation()
  const openLog = useSteps((steps) => steps.openLog)
  useEffect(() => {
    if (pathname === '/log') openLog()
  }, [pathname, openLog])
}

/** Above this the header would wrap and the navigation would eat the page: labels give way to icons with names. */
const COMPACT_FROM = 130

/** Another page begins at its top, and takes the focus, so that a screen reader reads it and Tab begins there. */
function usePageFocus() {
  const page = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const last = useRef(pathname)
  useEffect(() => {
    if (last.current !== pathname) {
      page.current?.scrollTo({ top: 0 })
      page.current?.focus()
    }
    last.current = pathname
  }, [pathname])
  return page
}

export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation()
  const status = useStatus()
  const page = usePageFocus()
  usePageKeys()
  useLogOpened()
  const compact = status.look.textSize >= COMPACT_FROM
  return (
    <div className="shell" data-practice={status.mode === 'practice' || undefined} data-compact={compact || undefined}>
      <button type="button" className="skip" onClick={() => page.current?.focus()}>
        {t('shell.skip')}
      </button>
      <Header status={status} compact={compact} />
      <nav className="nav" aria-label={t('shell.nav.label')} data-region tabIndex={-1}>
        <Navigation compact={compact} />
        <RunningSend running={status.running} compact={compact} />
      </nav>
      <div className="body">
        {status.mode === 'practice' && (
          <aside className="practice-bar" aria-label={t('shell.header.practice')}>
            <span>{t('shell.practice.bar')}</span>
            <PageLink to="/settings" search={{ section: 'practice' }} c="inherit" underline="always" size="sm">
              {t('shell.practice.leave')}
            </PageLink>
          </aside>
        )}
        <Bars status={status} />
        <main className="page" ref={page} data-region tabIndex={-1}>
          {children}
        </main>
      </div>
      <LiveRegion />
    </div>
  )
}
