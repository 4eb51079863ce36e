import { Alert, Button, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../../shared/ipc/contract.ts'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { SupportDetails } from '../console/support-details.tsx'
import { reasonWords } from './test-reason.ts'

type Answer = Output<'accounts:test-sms'>
type Props = {
  readonly channel: 'sms' | 'email'
  /** Whether the account on file is the one that is shown. */
  readonly ready: boolean
  readonly busy: boolean
  readonly answer: Answer | undefined
  readonly error: unknown
  readonly onTest: (to: string) => void
}

const COLORS = { sent: 'green', failed: 'red', unconfirmed: 'orange', paused: 'orange' } as const

/** One message to the bursar's own phone or mailbox, and the honest answer. */
export function TestMessage({ channel, ready, busy, answer, error, onTest }: Props) {
  const { t } = useTranslation()
  const [to, setTo] = useState('')
  const label = channel === 'sms' ? t('settings.sms.phone') : t('settings.email.to')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (to.trim() !== '') onTest(to.trim())
  }
  return (
    <form className="test" onSubmit={submit} noValidate>
      <h3>{t('settings.account.testTitle')}</h3>
      {!ready && <Text size="sm">{t('settings.account.saveFirst')}</Text>}
      <TextInput
        label={label}
        description={channel === 'sms' ? t('settings.sms.phoneHelp') : t('settings.email.toHelp')}
        type={channel === 'sms' ? 'tel' : 'email'}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        disabled={!ready}
        w="20rem"
      />
      <Button type="submit" variant="default" w="fit-content" loading={busy} disabled={!ready || to.trim() === ''}>
        {channel === 'sms' ? t('settings.sms.test') : t('settings.email.test')}
      </Button>
      {error !== null && <FailureAlert error={error} />}
      {answer && !busy && (
        <Alert role="status" color={COLORS[answer.state]} title={t(`settings.account.answer.${answer.state}`)}>
          {answer.reason && <p className="flat">{reasonWords(t, answer.reason, channel)}</p>}
          <SupportDetails text={answer.detail} />
        </Alert>
      )}
    </form>
  )
}
