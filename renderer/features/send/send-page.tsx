import { Button, Stepper } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/feedback/empty-state.tsx'
import { FailureAlert } from '../../components/feedback/failure-alert.tsx'
import { Loading } from '../../components/feedback/loading.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { PageLinkButton } from '../../components/layout/page-link.tsx'
import { CheckStep } from './check/check-step.tsx'
import { LeftOutDrawer } from './check/left-out-drawer.tsx'
import { MessageStep } from './message-step.tsx'
import { ResultStep } from './result/result-step.tsx'
import { SEND_STEPS, useSendStore } from './send-store.ts'
import { useSend } from './use-send.ts'
import { WhoStep } from './who/who-step.tsx'

export function SendPage() {
  const { t } = useTranslation()
  const view = useSendStore()
  const calls = useSend()
  const { template } = useSearch({ from: '/send' })
  const { choose } = view
  useEffect(() => {
    if (template) choose({ templateKey: template })
  }, [template, choose])
  const { templates, options } = calls
  const error = templates.error ?? options.error
  if (error) {
    return (
      <>
        <PageHeader title={t('send.title')} />
        <FailureAlert
          error={error}
          onRetry={() => {
            void templates.refetch()
            void options.refetch()
          }}
        />
      </>
    )
  }
  return (
    <>
      <PageHeader title={t('send.title')}>
        {view.step !== 'message' && !view.queued && (
          <Button variant="subtle" onClick={view.reset}>
            {t('send.startOver')}
          </Button>
        )}
      </PageHeader>
      {(!templates.data || !options.data) && <Loading lines={8} />}
      {templates.data && options.data?.guardians === 0 && !view.queued && (
        <EmptyState title={t('send.who.noFamilies')} words={t('send.who.noFamiliesHint')}>
          <PageLinkButton to="/import">{t('send.who.import')}</PageLinkButton>
        </EmptyState>
      )}
      {templates.data && options.data && options.data.guardians > 0 && !view.queued && (
        <>
          <Stepper active={SEND_STEPS.indexOf(view.step)} size="xs" allowNextStepsSelect={false}>
            {SEND_STEPS.map((step) => (
              <Stepper.Step key={step} label={t(`send.steps.${step}`)} allowStepSelect={false} aria-current={step === view.step ? 'step' : undefined} />
            ))}
          </Stepper>
          {view.step === 'message' && <MessageStep view={view} templates={templates.data.filter(({ forSending }) => forSending)} />}
          {view.step === 'who' && <WhoStep view={view} calls={calls} options={options.data} />}
          {view.step === 'check' && <CheckStep view={view} calls={calls} templates={templates.data} />}
          <LeftOutDrawer view={view} answer={calls.leftOut} />
        </>
      )}
      {view.queued && <ResultStep queued={view.queued} calls={calls} onCheckAgain={view.checkAgain} onAnother={view.reset} />}
    </>
  )
}
