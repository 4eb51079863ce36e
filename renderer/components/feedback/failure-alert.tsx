import { Alert, Button, Group } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { failureOf } from '../../lib/bridge/api.ts'
import { failureWords } from '../../lib/words/failure-words.ts'

type Props = {
  /** Whatever was thrown. */
  readonly error: unknown
  readonly onRetry?: () => void
  /** Where it is put right. */
  readonly link?: ReactNode
}

/** What happened, what it means, what to do. Stays until the cause is gone. */
export function FailureAlert({ error, onRetry, link }: Props) {
  const { t } = useTranslation()
  const words = failureWords(t, failureOf(error))
  return (
    <Alert role="alert" color="red" title={words.what} icon={<IconAlertTriangle aria-hidden />}>
      <p className="flat">
        {words.means} {words.todo}
      </p>
      {(onRetry || link) && (
        <Group gap="md" mt="xs">
          {onRetry && (
            <Button size="xs" variant="default" onClick={onRetry}>
              {t('shell.act.tryAgain')}
            </Button>
          )}
          {link}
        </Group>
      )}
    </Alert>
  )
}
