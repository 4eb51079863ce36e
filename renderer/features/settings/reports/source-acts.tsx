import { Alert, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../../shared/ipc/contract.ts'
import { Ask } from '../../../components/feedback/ask.tsx'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { useFormat } from '../../../lib/format/use-format.ts'
import { troubleWords } from '../../../lib/words/trouble-words.ts'

type Call = { readonly isPending: boolean; readonly error: unknown }
type Props = {
  readonly name: 'relay' | 'mailbox'
  readonly asked: NonNullable<Output<'accounts:get'>['relay']>['asked']
  /** Whether the source on file is the one that is shown. */
  readonly ready: boolean
  readonly test: Call & { readonly data: Output<'accounts:test-relay'> | undefined }
  readonly remove: Call
  readonly onTest: () => void
  readonly onRemove: () => void
}

/** How a source of reports stands, a test, and the way to be rid of it. */
export function SourceActs({ name, asked, ready, test, remove, onTest, onRemove }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const [asking, { open, close }] = useDisclosure(false)
  const when = asked.at === null ? null : format.dayTime(asked.at)
  return (
    <div className="test">
      <div>
        {when === null && <Text size="sm">{t('settings.source.notAsked')}</Text>}
        {when !== null && asked.trouble === null && <Text size="sm">{t('settings.source.askedWell', { when })}</Text>}
        {when !== null && asked.trouble !== null && (
          <Text size="sm">
            {t('settings.source.askedInVain', { when })} {troubleWords(t, asked.trouble)?.what} {troubleWords(t, asked.trouble)?.todo}
          </Text>
        )}
        {!ready && <Text size="sm">{t('settings.source.saveFirst')}</Text>}
      </div>
      <Group gap="sm">
        <Button variant="default" disabled={!ready} loading={test.isPending} onClick={onTest}>
          {t(`settings.${name}.test`)}
        </Button>
        <Button variant="default" color="red" loading={remove.isPending} onClick={open}>
          {t(`settings.${name}.remove`)}
        </Button>
      </Group>
      {[test.error, remove.error].map((error, index) => error !== null && <FailureAlert key={index === 0 ? 'test' : 'remove'} error={error} />)}
      {test.data && !test.isPending && <TestAnswer answer={test.data} />}
      <Ask
        opened={asking}
        title={t(`settings.${name}.removeTitle`)}
        yes={t(`settings.${name}.remove`)}
        no={t('settings.source.keep')}
        onYes={onRemove}
        onClose={close}
      >
        {t(`settings.${name}.removeMeans`)}
      </Ask>
    </div>
  )
}

function TestAnswer({ answer: { ok, detail } }: { readonly answer: Output<'accounts:test-relay'> }) {
  const { t } = useTranslation()
  const trouble = troubleWords(t, detail)
  if (ok) return <Alert role="status" color="green" title={t('settings.source.answered')} />
  return (
    <Alert role="status" color="orange" title={trouble?.what ?? t('settings.source.silent')}>
      {trouble && (
        <p className="flat">
          {trouble.means} {trouble.todo}
        </p>
      )}
    </Alert>
  )
}
