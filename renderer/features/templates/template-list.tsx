import { Badge, Group, Table } from '@mantine/core'
import { IconTemplate } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { LANGUAGES } from '../../../shared/model/messages/event.ts'
import { CHANNELS_OUT } from '../../../shared/model/messages/message.ts'
import { EmptyState } from '../../components/feedback/empty-state.tsx'
import { PageLink } from '../../components/layout/page-link.tsx'
import { batchName } from '../../lib/words/batch-name.ts'
import { channelsOf, type Template } from './template-draft.ts'

type Props = { readonly templates: readonly Template[] }

export function TemplateList({ templates }: Props) {
  const { t } = useTranslation()
  if (templates.length === 0) return <EmptyState icon={<IconTemplate aria-hidden />} title={t('templates.empty.title')} words={t('templates.empty.words')} />
  return (
    <Table aria-label={t('templates.list.label')} highlightOnHover verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('templates.list.name')}</Table.Th>
          <Table.Th scope="col">{t('templates.list.languages')}</Table.Th>
          <Table.Th scope="col">{t('templates.list.channels')}</Table.Th>
          <Table.Th scope="col">{t('templates.list.sending')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {templates.map((template) => (
          <TemplateRow key={template.key} template={template} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function TemplateRow({ template }: { readonly template: Template }) {
  const { t } = useTranslation()
  const has = channelsOf(template)
  return (
    <Table.Tr>
      <Table.Td>
        <PageLink to="/templates" search={{ key: template.key }} underline="always">
          {batchName(t, { templateKey: template.key, name: template.name })}
        </PageLink>
      </Table.Td>
      <Table.Td>
        <Group gap="xs">
          {LANGUAGES.map((language) => {
            const texts = template.languages[language]
            return (
              texts && (
                <Badge key={language} variant="light" color={texts.ownCopy ? 'blue' : 'gray'}>
                  {t(`model.language.${language}`)}
                  {texts.ownCopy && ` · ${t('templates.list.own')}`}
                </Badge>
              )
            )
          })}
        </Group>
      </Table.Td>
      <Table.Td>
        {CHANNELS_OUT.filter((channel) => has[channel])
          .map((channel) => t(`model.channel.${channel}`))
          .join(', ')}
      </Table.Td>
      <Table.Td>{t(template.forSending ? 'templates.list.bySend' : 'templates.list.byEvent')}</Table.Td>
    </Table.Tr>
  )
}
