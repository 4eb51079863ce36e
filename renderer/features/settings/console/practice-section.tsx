import { Button, Card, List, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { Failure } from '../../../lib/bridge/api.ts'
import { useAct, useStatus } from '../../../lib/bridge/use-bridge.ts'

const LEAVE = ['leave1', 'leave2', 'leave3'] as const
const BACK = ['back1', 'back2'] as const

/** What practice is, and the way out of it or back. Both can be taken back, so nothing asks twice: the consequences stand here. */
export function PracticeSection() {
  const { t } = useTranslation()
  const { mode, keyStore } = useStatus()
  const client = useQueryClient()
  const setMode = useAct('console:set-mode')
  const practice = mode === 'practice'
  const canLeave = keyStore === 'safe'
  const change = () => setMode.mutate({ mode: practice ? 'live' : 'practice' }, { onSuccess: () => void client.invalidateQueries() })
  return (
    <>
      <Text>
        <strong>{t(practice ? 'settings.practice.on' : 'settings.practice.off')}.</strong>{' '}
        {t(practice ? 'settings.practice.onMeans' : 'settings.practice.offMeans')}
      </Text>
      {setMode.error && <FailureAlert error={setMode.error} />}
      {practice && !canLeave ? (
        <FailureAlert error={new Failure({ code: 'not_configured', key: 'key_store_unsafe' })} />
      ) : (
        <Card withBorder>
          <h3>{t(practice ? 'settings.practice.leaveTitle' : 'settings.practice.backTitle')}</h3>
          <List my="sm">
            {(practice ? LEAVE : BACK).map((line) => (
              <List.Item key={line}>{t(`settings.practice.${line}`)}</List.Item>
            ))}
          </List>
          <Button variant={practice ? 'filled' : 'default'} w="fit-content" loading={setMode.isPending} onClick={change}>
            {t(practice ? 'settings.practice.leave' : 'settings.practice.back')}
          </Button>
        </Card>
      )}
    </>
  )
}
