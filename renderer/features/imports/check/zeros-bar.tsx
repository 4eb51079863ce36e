import { Alert, Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Answers } from '../import-store.ts'

type Props = {
  /** Rows whose admission number lacks the zeros of one on file. */
  readonly rows: number
  readonly answer: Answers['zerosLost']
  readonly busy: boolean
  readonly onAnswer: (answer: Answers['zerosLost']) => void
}

const TAKEN = { same: 'imports.check.zerosTakenSame', other: 'imports.check.zerosTakenOther', ask: 'imports.check.zerosAsk' } as const

/** "451" beside the "00451" on file: nobody is made, or paid for, twice before a person has said whose these rows are. */
export function ZerosBar({ rows, answer, busy, onAnswer }: Props) {
  const { t } = useTranslation()
  if (rows === 0) return null
  return (
    <Alert color={answer === 'ask' ? 'yellow' : 'blue'} py="xs">
      <Group gap="sm">
        <Text size="sm">
          {t('imports.check.zerosLost', { count: rows })} {t(TAKEN[answer])}
        </Text>
        {answer !== 'same' && (
          <Button size="xs" variant="default" loading={busy} onClick={() => onAnswer('same')}>
            {t('imports.check.zerosSame')}
          </Button>
        )}
        {answer !== 'other' && (
          <Button size="xs" variant="default" loading={busy} onClick={() => onAnswer('other')}>
            {t('imports.check.zerosOther')}
          </Button>
        )}
      </Group>
    </Alert>
  )
}
