import { Card, VisuallyHidden } from '@mantine/core'
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { PageLink } from '../../components/layout/page-link.tsx'
import type { Step } from './steps-of.ts'

type Props = { readonly steps: readonly Step[]; readonly practice: boolean }

const TARGETS = {
  school: { to: '/settings', search: { section: 'school' } },
  import: { to: '/import', search: {} },
  send: { to: '/send', search: {} },
  log: { to: '/log', search: {} },
} as const

/** What a new school does first; gone once all of it is done. */
export function FirstSteps({ steps, practice }: Props) {
  const { t } = useTranslation()
  const done = steps.filter((step) => step.done).length
  return (
    <Card withBorder component="section" className="first-steps" aria-labelledby="first-steps-title">
      <div className="first-steps-top">
        <h2 id="first-steps-title">{t('home.steps.title')}</h2>
        <span>{t('home.steps.done', { done, all: steps.length })}</span>
      </div>
      <ol>
        {steps.map((step) => (
          <li key={step.name}>
            {step.done ? <IconCircleCheckFilled className="done" aria-hidden /> : <IconCircle aria-hidden />}
            {step.done ? (
              <span>
                {t(`home.steps.${step.name}`)} <VisuallyHidden>{t('home.steps.isDone')}</VisuallyHidden>
              </span>
            ) : (
              <PageLink {...TARGETS[step.name]} underline="always">
                {t(step.name === 'import' && practice ? 'home.steps.sample' : `home.steps.${step.name}`)}
              </PageLink>
            )}
          </li>
        ))}
      </ol>
    </Card>
  )
}
