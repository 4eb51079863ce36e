import { Button, Group, Radio, Stack, Text, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/feedback/empty-state.tsx'
import { ActsBar } from '../../components/layout/acts-bar.tsx'
import { PageLinkButton } from '../../components/layout/page-link.tsx'
import { StepHeading } from '../../components/layout/step-heading.tsx'
import { batchName } from '../../lib/words/batch-name.ts'
import { languageOf } from '../../lib/words/i18n.ts'
import { exampleText, firstWords, languagesOf, sampleText, type Template } from './draft.ts'
import styles from './send.module.css'
import type { useSendStore } from './send-store.ts'

const CHANNELS = ['preferred', 'sms', 'email', 'both'] as const
const FIRST_LETTERS = 150

type Props = { readonly view: ReturnType<typeof useSendStore.getState>; readonly templates: readonly Template[] }

export function MessageStep({ view, templates }: Props) {
  const { t } = useTranslation()
  if (templates.length === 0) {
    return (
      <EmptyState title={t('send.message.none')} words={t('send.message.noneHint')}>
        <PageLinkButton to="/templates">{t('send.message.templates')}</PageLinkButton>
      </EmptyState>
    )
  }
  const chosen = templates.some(({ key }) => key === view.templateKey)
  return (
    <Stack gap="md">
      <StepHeading>{t('send.message.title')}</StepHeading>
      <Radio.Group
        label={<VisuallyHidden>{t('send.message.pick')}</VisuallyHidden>}
        value={chosen ? view.templateKey : null}
        onChange={(templateKey) => view.choose({ templateKey })}
      >
        <div className={styles.cards}>
          {templates.map((template) => (
            <TemplateCard key={template.key} template={template} />
          ))}
        </div>
      </Radio.Group>
      <Radio.Group
        label={t('send.message.channel')}
        value={view.channel}
        onChange={(value) => {
          const channel = CHANNELS.find((known) => known === value)
          if (channel) view.choose({ channel })
        }}
      >
        <Group gap="xl" mt="xs" align="flex-start">
          {CHANNELS.map((channel) => (
            <Radio
              key={channel}
              value={channel}
              label={t(`send.message.channels.${channel}`)}
              description={t(`send.message.channelMeans.${channel}`)}
              maw="16rem"
            />
          ))}
        </Group>
      </Radio.Group>
      <ActsBar>
        <Button disabled={!chosen} onClick={() => view.goTo('who')}>
          {t('send.next')}
        </Button>
      </ActsBar>
    </Stack>
  )
}

function TemplateCard({ template }: { readonly template: Template }) {
  const { t, i18n } = useTranslation()
  const languages = languagesOf(template).map((language) => t(`model.language.${language}`))
  const text = sampleText(template, languageOf(i18n.language))
  return (
    <Radio.Card value={template.key} className={styles.card} p="sm">
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <Radio.Indicator mt={2} />
        <div>
          <Group gap="sm">
            <Text fw={600}>{batchName(t, { templateKey: template.key, name: template.name })}</Text>
            <Text size="sm" c="dimmed">
              {t('send.message.languages', { languages: languages.join(' · ') })}
            </Text>
          </Group>
          <Text size="sm" c="dimmed">
            {text
              ? firstWords(
                  exampleText(text, (field) => t(`templates.sample.${field}`)),
                  FIRST_LETTERS,
                )
              : t('send.message.noSms')}
          </Text>
        </div>
      </Group>
    </Radio.Card>
  )
}
