import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../../shared/model/messages/event.ts'
import { useAct } from '../../lib/bridge/use-bridge.ts'
import { useOneAtATime } from '../../lib/bridge/use-one-at-a-time.ts'
import { toastDone } from '../../lib/toast.tsx'
import { changedLanguages, type Draft, draftOf, isChanged, type Template } from './template-draft.ts'

/** A template being changed: the draft, whether it differs from what is on file, and the ways to save it or go back. */
export function useTemplateEditor(template: Template | null) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [saved, setSaved] = useState(() => draftOf(template))
  const [draft, setDraft] = useState(saved)
  const [nameMissing, setNameMissing] = useState(false)
  const saving = useAct('templates:save')
  const restoring = useAct('templates:restore')
  const needsName = !template?.builtIn

  const save = useOneAtATime(async (openLanguage: Language) => {
    setNameMissing(needsName && draft.name.trim() === '')
    if (needsName && draft.name.trim() === '') return
    // A new message with a name and no text is still sent to main, which says what is missing.
    const changed = changedLanguages(saved, draft)
    let key = template?.key ?? null
    for (const language of changed.length > 0 ? changed : [openLanguage]) {
      key = (await saving.mutateAsync({ key, name: draft.name.trim(), language, onChange: draft.onChange, ...draft.texts[language] })).key
    }
    setSaved(draft)
    toastDone(t('templates.saved'), t('shell.act.close'))
    if (!template && key) void navigate({ to: '/templates', search: { key }, ignoreBlocker: true, replace: true })
  })
  const restore = async (language: Language, builtIn: () => Promise<Template | undefined>) => {
    if (!template) return
    await restoring.mutateAsync({ key: template.key, language })
    const texts = draftOf((await builtIn()) ?? template).texts[language]
    const withBuiltIn = (old: Draft): Draft => ({ ...old, texts: { ...old.texts, [language]: texts } })
    setSaved(withBuiltIn)
    setDraft(withBuiltIn)
    toastDone(t('templates.restored'), t('shell.act.close'))
  }
  return {
    draft,
    setDraft,
    dirty: isChanged(saved, draft),
    needsName,
    nameMissing: nameMissing && draft.name.trim() === '',
    // A refusal is shown on the page by `error`; the promise need not throw it a second time.
    save,
    restore: (language: Language, builtIn: () => Promise<Template | undefined>) => void restore(language, builtIn).catch(() => undefined),
    busy: saving.isPending || restoring.isPending,
    error: saving.error ?? restoring.error,
  }
}
