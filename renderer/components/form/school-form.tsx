import { Group, NumberInput, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract.ts'
import { z } from '../../../shared/zod.ts'
import { fieldProps, problemsBy } from '../../lib/form-fields.ts'
import { SettingsForm } from './settings-form.tsx'

export type School = NonNullable<Output<'school:get'>>
type Values = { name: string; shortName: string; officePhone: string; paybill: string; term: string; year: number | string }

const text = (max: number) => z.string().trim().max(max, 'tooLong')
const schema = z.object({
  name: text(80).min(1, 'needed'),
  shortName: text(30).min(1, 'needed'),
  officePhone: text(30),
  paybill: text(20),
  year: z.number('year').int('year').min(2000, 'year').max(2100, 'year'),
})

type Props = {
  /** Null: nothing on file yet. */
  readonly school: School | null
  /** Proposed for a new school: the term of today. */
  readonly today: { readonly term: number; readonly year: number }
  readonly saving: boolean
  readonly error: unknown
  readonly saveLabel?: string
  /** `done` tells the form that what it holds is on file. */
  readonly onSave: (school: School, done: () => void) => void
}

export function SchoolForm({ school, today, saving, error, saveLabel, onSave }: Props) {
  const { t } = useTranslation()
  const form = useForm<Values>({
    initialValues: school
      ? { ...school, term: String(school.term) }
      : { name: '', shortName: '', officePhone: '', paybill: '', term: String(today.term), year: today.year },
    validate: problemsBy(schema, (field, message) => {
      const label = t(`settings.school.${field as 'name'}`)
      return message === 'year' ? t('settings.problem.year') : t(`settings.problem.${message as 'needed'}`, { label })
    }),
  })
  const save = (values: Values) => {
    const term = Number(values.term)
    onSave({ ...values, term, year: Number(values.year) }, () => form.resetDirty(values))
  }
  const optional = (label: string) => t('settings.optional', { label })
  return (
    <SettingsForm form={form} onSave={save} saving={saving} error={error} {...(saveLabel && { saveLabel })}>
      <TextInput {...fieldProps(form, 'name')} label={t('settings.school.name')} maxLength={80} />
      <TextInput {...fieldProps(form, 'shortName')} label={t('settings.school.shortName')} description={t('settings.school.shortNameHelp')} maxLength={30} />
      <Group grow align="start">
        <Select
          {...fieldProps(form, 'term')}
          label={t('settings.school.term')}
          data={['1', '2', '3'].map((term) => ({ value: term, label: t('settings.school.termNumber', { term }) }))}
          allowDeselect={false}
        />
        <NumberInput {...fieldProps(form, 'year')} label={t('settings.school.year')} allowDecimal={false} hideControls />
      </Group>
      <Group grow align="start">
        <TextInput
          {...fieldProps(form, 'paybill')}
          label={optional(t('settings.school.paybill'))}
          description={t('settings.school.paybillHelp')}
          maxLength={20}
        />
        <TextInput
          {...fieldProps(form, 'officePhone')}
          label={optional(t('settings.school.officePhone'))}
          description={t('settings.school.officePhoneHelp')}
          maxLength={30}
        />
      </Group>
    </SettingsForm>
  )
}
