import { Button, Tabs, Text, TextInput } from '@mantine/core'
import { useDebouncedValue, useHotkeys } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LANGUAGES, type Language } from '../../../shared/model/messages/event.ts'
import { withMarkRight } from '../../../shared/model/messages/other-marks.ts'
import { FailureAlert } from '../../components/feedback/failure-alert.tsx'
import { UnsavedGuard } from '../../components/form/unsaved-guard.tsx'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { PageLink } from '../../components/layout/page-link.tsx'
import { call } from '../../lib/bridge/api.ts'
import { useAnswer } from '../../lib/bridge/use-bridge.ts'
import { batchName } from '../../lib/words/batch-name.ts'
import { languageOf } from '../../lib/words/i18n.ts'
import { OnChangeField } from './on-change-field.tsx'
import { PreviewPane } from './preview-pane.tsx'
import { RestoreButton } from './restore-button.tsx'
import { speaksOfBalance, type Template, withText } from './template-draft.ts'
import { TextFields } from './text-fields.tsx'
import { useTemplateEditor } from './use-template-editor.ts'

/** Long enough to type a word, short enough to feel live. */
const PREVIEW_AFTER_MS = 250

type Props = { /** Null: a new message of the bursar's own. */ readonly template: Template | null }

/** One template: its texts by language on the left, what a real family would get on the right. */
export function EditorPage({ template }: Props) {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const editor = useTemplateEditor(template)
  const [language, setLanguage] = useState(languageOf(i18n.language))
  const [guardian, setGuardian] = useState(0)
  const eventType = template?.eventType ?? 'bulk'
  const texts = editor.draft.texts[language]
  const [asked] = useDebouncedValue({ eventType, language, ...texts, guardian }, PREVIEW_AFTER_MS)
  const preview = useAnswer('templates:preview', asked, { keepLast: true })
  useHotkeys([['mod+S', () => editor.save(language)]], [])
  const title = template ? batchName(t, { templateKey: template.key, name: template.name }) : t('templates.newTitle')
  const readAgain = async () => {
    const list = await client.fetchQuery({ queryKey: ['templates:list', {}], queryFn: () => call('templates:list', {}), staleTime: 0 })
    return list.find(({ key }) => key === template?.key)
  }
  return (
    <>
      <UnsavedGuard dirty={editor.dirty && !editor.busy} />
      <PageHeader title={title} back={<BackLink />}>
        {editor.dirty && (
          <Text size="sm" c="orange">
            {t('templates.notSaved')}
          </Text>
        )}
        {template?.builtIn && template.languages[language]?.ownCopy && (
          <RestoreButton name={title} language={language} busy={editor.busy} onRestore={() => editor.restore(language, readAgain)} />
        )}
        <Button onClick={() => editor.save(language)} loading={editor.busy} disabled={template !== null && !editor.dirty}>
          {t('shell.act.save')}
        </Button>
      </PageHeader>
      {editor.error && <FailureAlert error={editor.error} />}
      {editor.needsName && (
        <TextInput
          label={t('templates.name')}
          description={t('templates.nameHelp')}
          value={editor.draft.name}
          onChange={(event) => editor.setDraft({ ...editor.draft, name: event.currentTarget.value })}
          error={editor.nameMissing && t('templates.nameNeeded')}
          maxLength={80}
          w="24rem"
        />
      )}
      <Tabs value={language} onChange={(value) => setLanguage(value as Language)}>
        <Tabs.List aria-label={t('templates.languageTabs')}>
          {LANGUAGES.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`model.language.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {LANGUAGES.map((each) => (
          <Tabs.Panel key={each} value={each} pt="sm">
            {each === language && (
              <div className="editor">
                <TextFields eventType={eventType} texts={texts} onChange={(part, text) => editor.setDraft(withText(editor.draft, each, part, text))} />
                <PreviewPane
                  preview={preview.data}
                  error={preview.error}
                  onPrevious={() => setGuardian(guardian - 1)}
                  onNext={() => setGuardian(guardian + 1)}
                  first={guardian === 0}
                  onMend={(part, found, right) => editor.setDraft(withText(editor.draft, each, part, withMarkRight(texts[part], found, right)))}
                />
              </div>
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
      {speaksOfBalance(editor.draft) && <OnChangeField value={editor.draft.onChange} onChange={(onChange) => editor.setDraft({ ...editor.draft, onChange })} />}
    </>
  )
}

function BackLink() {
  const { t } = useTranslation()
  return (
    <PageLink to="/templates" size="sm">
      ← {t('templates.back')}
    </PageLink>
  )
}
