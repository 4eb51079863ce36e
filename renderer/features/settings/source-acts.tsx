import { Alert, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract.ts'
import { Ask } from '../../components/ask.tsx'
import { FailureAlert } from '../../components/failure-alert.tsx'
import { useFormat } from '../../lib/use-format.ts'
import { SupportDetails } from './support-details.tsx'

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
        <Text size="sm">
          {when === null ? t('settings.source.notAsked') : t(asked.trouble === null ? 'settings.source.askedWell' : 'settings.source.askedInVain', { when })}
        </Text>
        <SupportDetails text={asked.trouble ?? ''} />
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
      {test.data && !test.isPending && (
        <Alert role="status" color={test.data.ok ? 'green' : 'orange'} title={t(test.data.ok ? 'settings.source.answered' : `settings.${name}.silent`)}>
          {!test.data.ok && <p className="flat">{t(`settings.${name}.silentMeans`)}</p>}
          <SupportDetails text={test.data.detail} />
        </Alert>
      )}
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
