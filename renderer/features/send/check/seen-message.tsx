import { Button, Group, NumberInput, Paper, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../../shared/ipc/contract.ts'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { Loading } from '../../../components/feedback/loading.tsx'
import { addressAsWritten } from '../../../lib/format/address.ts'
import styles from '../send.module.css'

type Recipient = NonNullable<Output<'batches:recipient'>>
type Props = { readonly answer: UseQueryResult<Recipient | null>; readonly index: number; readonly onShow: (index: number) => void }

/** The real text for one family after the other, as it will go. */
export function SeenMessage({ answer, index, onShow }: Props) {
  const { t } = useTranslation()
  const of = answer.data?.of ?? 0
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" gap="xs" mb="xs">
        <h3>{t('send.seen.title')}</h3>
        <Group gap={6}>
          <Button size="xs" variant="default" disabled={index === 0} onClick={() => onShow(index - 1)}>
            {t('send.seen.previous')}
          </Button>
          <NumberInput
            size="xs"
            w="4.5rem"
            hideControls
            allowDecimal={false}
            min={1}
            max={Math.max(of, 1)}
            clampBehavior="strict"
            aria-label={t('send.seen.jump')}
            value={index + 1}
            onChange={(n) => typeof n === 'number' && n >= 1 && n <= of && onShow(n - 1)}
          />
          <Text size="sm">{t('send.seen.of', { total: of })}</Text>
          <Button size="xs" variant="default" disabled={index + 1 >= of} onClick={() => onShow(index + 1)}>
            {t('send.seen.next')}
          </Button>
        </Group>
      </Group>
      {answer.error && <FailureAlert error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && <Loading lines={3} />}
      {answer.data === null && <Text>{t('send.seen.gone')}</Text>}
      {answer.data && <Seen message={answer.data} />}
    </Paper>
  )
}

function Seen({ message }: { readonly message: Recipient }) {
  const { t } = useTranslation()
  const children = message.students.map(({ name, className }) => t('send.seen.child', { name, className })).join(', ')
  const meta = [
    t(`model.channel.${message.channel}`),
    t('send.seen.language', { language: t(`model.language.${message.language}`) }),
    message.parts !== null && t('send.seen.parts', { count: message.parts, letters: message.text.length }),
    message.encoding === 'ucs2' && t('send.seen.costly'),
  ]
  return (
    <div aria-live="polite">
      <Text size="sm" fw={600}>
        {t('send.seen.to', { name: message.guardian, to: addressAsWritten(message.to) })}
      </Text>
      <Text size="sm" c="dimmed">
        {t('send.seen.children', { children })}
      </Text>
      {message.subject !== null && (
        <Text size="sm" mt={4}>
          {t('send.seen.subject', { subject: message.subject })}
        </Text>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long email scrolls, and the keyboard has to reach it. */}
      <section className={styles.text} aria-label={t('send.seen.textLabel')} tabIndex={0} lang={message.language}>
        {message.text}
      </section>
      <Text size="sm" c="dimmed">
        {meta.filter((words) => words !== false).join(' · ')}
      </Text>
    </div>
  )
}
