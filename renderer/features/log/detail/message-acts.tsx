import { Alert, Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { Ask } from '../../../components/feedback/ask.tsx'
import { refOf } from '../list/log-window.ts'
import type { Act } from '../selection/selection.ts'
import type { LogActs } from '../selection/use-log-acts.ts'
import type { Message } from './message.ts'

type Props = { readonly message: Message; readonly acts: LogActs }

/** What can still be done about one message. */
export function MessageActs({ message, acts }: Props) {
  const { t } = useTranslation()
  const [asking, { open, close }] = useDisclosure(false)
  const { can, state } = message
  const run = (act: Act) => acts.run(act, [{ messages: [refOf(message)] }])
  const unsure = state === 'unconfirmed'
  const again = can.retry && (
    <Button variant={unsure ? 'default' : 'filled'} onClick={unsure ? open : () => run('retry')} loading={acts.busy === 'retry'}>
      {t('log.detail.retry')}
    </Button>
  )
  if (can.settle) {
    return (
      <Alert color="orange" title={t('log.detail.unsureTitle')}>
        {t('log.detail.unsureText')}
        <ul className="flat">
          <li>
            <b>{t('log.detail.settle')}</b>, {t('log.detail.unsureSent')}
          </li>
          <li>
            <b>{t('log.detail.retry')}</b>, {t('log.detail.unsureAgain')}
          </li>
          <li>
            <b>{t('log.detail.leave')}</b>, {t('log.detail.unsureLeave')}
          </li>
        </ul>
        <Group gap="sm" mt="sm">
          <Button variant="default" onClick={() => run('sent')} loading={acts.busy === 'sent'}>
            {t('log.detail.settle')}
          </Button>
          {again}
          {message.decidedAt === null && (
            <Button variant="default" onClick={() => run('left')} loading={acts.busy === 'left'}>
              {t('log.detail.leave')}
            </Button>
          )}
        </Group>
        <Ask opened={asking} title={t('log.detail.retryUnsureTitle')} yes={t('log.detail.retry')} no={t('log.keep')} onYes={() => run('retry')} onClose={close}>
          {t('log.detail.retryUnsureText')}
        </Ask>
      </Alert>
    )
  }
  if (!again && !can.cancel) return null
  return (
    <Group gap="sm">
      {again}
      {can.cancel && (
        <Button variant="default" onClick={() => run('cancel')} loading={acts.busy === 'cancel'}>
          {t('log.detail.cancel')}
        </Button>
      )}
    </Group>
  )
}
