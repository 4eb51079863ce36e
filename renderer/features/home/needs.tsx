import { IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { PageLink } from '../../components/layout/page-link.tsx'
import { useFormat } from '../../lib/format/use-format.ts'
import type { Need } from './needs-of.ts'

type Props = {
  readonly needs: readonly Need[]
  /** A console that did nothing yet has nothing to be praised for. */
  readonly quietWhenNone: boolean
}

const TARGETS = {
  failed: { to: '/log', search: { state: ['failed'] } },
  unconfirmed: { to: '/log', search: { state: ['unconfirmed'] } },
  held: { to: '/log', search: { state: ['held'] } },
  expired: { to: '/log', search: { state: ['expired'] } },
  waiting: { to: '/log', search: { state: ['queued'] } },
  withoutContact: { to: '/import', search: {} },
} as const

export function Needs({ needs, quietWhenNone }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  if (needs.length === 0) {
    if (quietWhenNone) return null
    return (
      <p className="flat all-good">
        <IconCircleCheck aria-hidden /> {t('home.needs.none')}
      </p>
    )
  }
  return (
    <section className="needs" aria-labelledby="needs-title">
      <h2 id="needs-title">{t('home.needs.title', { count: needs.length })}</h2>
      <ul className="flat">
        {needs.map(({ kind, count }) => (
          <li key={kind}>
            <PageLink {...TARGETS[kind]} c="inherit" underline="always">
              {t(`home.needs.${kind}`, { count, shown: format.count(count) })}
            </PageLink>
          </li>
        ))}
      </ul>
    </section>
  )
}
