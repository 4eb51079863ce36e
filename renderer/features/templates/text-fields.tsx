import { Textarea, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EventType } from '../../../shared/model/messages/event.ts'
import type { TemplateField } from '../../../shared/model/messages/template.ts'
import { FieldMenu } from './field-menu.tsx'
import { fieldsFor, type Part, type Texts } from './template-draft.ts'

type Props = { readonly eventType: EventType; readonly texts: Texts; readonly onChange: (part: Part, text: string) => void }

/** The three texts of one language. A field goes to where the cursor last was. */
export function TextFields({ eventType, texts, onChange }: Props) {
  const { t } = useTranslation()
  const [last, setLast] = useState<Part>('sms')
  const inputs = useRef<Partial<Record<Part, HTMLInputElement | HTMLTextAreaElement | null>>>({})
  const insert = (field: TemplateField) => {
    const input = inputs.current[last]
    if (!input) return
    input.setRangeText(`{{${field}}}`, input.selectionStart ?? input.value.length, input.selectionEnd ?? input.value.length, 'end')
    onChange(last, input.value)
    input.focus()
  }
  const propsOf = (part: Part) => ({
    label: t(`templates.${part}`),
    value: texts[part],
    onFocus: () => setLast(part),
    onChange: (event: { currentTarget: { value: string } }) => onChange(part, event.currentTarget.value),
  })
  const keep = (part: Part) => (input: HTMLInputElement | HTMLTextAreaElement | null) => {
    inputs.current[part] = input
  }
  return (
    <div className="texts">
      <FieldMenu fields={fieldsFor(eventType)} into={t(`templates.${last}`)} onInsert={insert} />
      <Textarea {...propsOf('sms')} ref={keep('sms')} description={t('templates.smsHelp')} autosize minRows={4} maxRows={10} maxLength={2_000} />
      <TextInput {...propsOf('emailSubject')} ref={keep('emailSubject')} maxLength={200} />
      <Textarea {...propsOf('emailText')} ref={keep('emailText')} autosize minRows={6} maxRows={16} maxLength={20_000} />
    </div>
  )
}
