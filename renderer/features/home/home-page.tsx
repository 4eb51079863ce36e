import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../components/feedback/failure-alert.tsx'
import { Loading } from '../../components/feedback/loading.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { PageLinkButton } from '../../components/layout/page-link.tsx'
import { useAnswer, useStatus } from '../../lib/bridge/use-bridge.ts'
import { useFormat } from '../../lib/format/use-format.ts'
import { useSteps } from '../../stores/steps.ts'
import { Figures } from './figures.tsx'
import { FirstSteps } from './first-steps.tsx'
import { greetingAt } from './greeting.ts'
import './home.css'
import { LastImport } from './last-import.tsx'
import { Needs } from './needs.tsx'
import { needsOf } from './needs-of.ts'
import { RecentSends } from './recent-sends.tsx'
import { stepsOf } from './steps-of.ts'

/** What needs the bursar, how today stands, what was done last. */
export function HomePage() {
  const { t } = useTranslation()
  const status = useStatus()
  const format = useFormat()
  const overview = useAnswer('overview:get', {})
  const logOpened = useSteps((steps) => steps.logOpened)
  const data = overview.data
  const steps = data && stepsOf(status.schoolName, data, logOpened)
  return (
    <>
      <PageHeader title={t('home.title')} heading={t(`home.greeting.${greetingAt(format.hour(status.now))}`)}>
        <PageLinkButton to="/import" variant="default">
          {t('home.import')}
        </PageLinkButton>
        <PageLinkButton to="/send">{t('home.send')}</PageLinkButton>
      </PageHeader>
      {overview.error && <FailureAlert error={overview.error} onRetry={() => void overview.refetch()} />}
      {!data && !overview.error && <Loading lines={6} />}
      {data && steps && (
        <>
          {steps.some(({ done }) => !done) ? <FirstSteps steps={steps} practice={status.mode === 'practice'} /> : null}
          <Needs needs={needsOf(data.needs, status.running !== null)} quietWhenNone={data.recent.length === 0} />
          <Figures overview={data} credit={status.channels.sms.balance} />
          <div className="home-columns">
            <RecentSends recent={data.recent} practice={status.mode === 'practice'} />
            <LastImport last={data.lastImport} />
          </div>
        </>
      )}
    </>
  )
}
