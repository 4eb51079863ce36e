import { Tooltip, VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PAGES } from './pages.ts'

type Props = { readonly compact: boolean }

export function Navigation({ compact }: Props) {
  const { t } = useTranslation()
  return (
    <ul className="nav-list">
      {PAGES.map(({ to, name, icon: Icon }, index) => (
        <li key={to}>
          <Tooltip label={t(`shell.nav.${name}`)} position="right" disabled={!compact} withinPortal={false} floatingStrategy="fixed">
            <Link to={to} className="nav-link" activeOptions={{ exact: to === '/', includeSearch: false }} aria-keyshortcuts={`Control+${index + 1}`}>
              <Icon size="1.25rem" stroke={1.75} aria-hidden />
              {compact ? <VisuallyHidden>{t(`shell.nav.${name}`)}</VisuallyHidden> : <span>{t(`shell.nav.${name}`)}</span>}
            </Link>
          </Tooltip>
        </li>
      ))}
    </ul>
  )
}
