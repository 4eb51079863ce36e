import { Alert, Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

type Props = {
  readonly proposals: number
  readonly accepted: boolean
  readonly busy: boolean
  readonly onAccept: (accept: boolean) => void
}

/** Numbers with letters where digits belong are repaired only when the bursar says so. */
export function ProposalsBar({ proposals, accepted, busy, onAccept }: Props) {
  const { t } = useTranslation()
  if (proposals === 0 && !accepted) return null
  return (
    <Alert color="blue" py="xs">
      <Group gap="sm">
        <Text size="sm">
          {accepted ? t('imports.check.accepted') : `${t('imports.check.proposals', { count: proposals })} ${t('imports.check.proposalsHint')}`}
        </Text>
        <Button size="xs" variant="default" loading={busy} onClick={() => onAccept(!accepted)}>
          {accepted ? t('imports.check.acceptUndo') : t('imports.check.accept', { count: proposals })}
        </Button>
      </Group>
    </Alert>
  )
}
