import { List, Radio, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SettingsForm } from '../../../components/form/settings-form.tsx'
import { fieldProps } from '../../../lib/form-fields.ts'
import type { Translate } from '../../../lib/words/i18n.ts'
import { SecretField } from '../accounts/secret-field.tsx'
import type { SmsFormProps } from '../accounts/sms-account.ts'
import { GatewayDetails } from './gateway-details.tsx'
import { addressOf, type Field, type Problem, problemsOf, savedOf, urlOf, type Values, valuesOf } from './gateway-values.ts'
import { PhoneSecretFields } from './phone-secret-fields.tsx'

const KINDS = ['android_gateway', 'none'] as const
const STEPS = ['step1', 'step2', 'step3'] as const

/** A phone on the school's Wi-Fi, which needs three lines, or any other gateway, which needs its whole description. */
export function GatewayForm({ account: onFile, setAt: anySetAt, disabled, saving, error, onDirty, onSave }: SmsFormProps<'custom'>) {
  const { t } = useTranslation()
  const setAtOf = (values: Values) => (onFile?.preset === values.preset ? anySetAt : null)
  const form = useForm<Values>({
    initialValues: valuesOf(onFile?.preset ?? 'android_gateway', onFile),
    validate: (values) =>
      Object.fromEntries(Object.entries(problemsOf(values, setAtOf(values) !== null)).map(([name, problem]) => [name, sayProblem(t, name as Field, problem)])),
  })
  const { values } = form
  const setAt = setAtOf(values)
  const [left, setLeft] = useState<readonly Field[]>([])
  const dirty = form.isDirty()
  useEffect(() => onDirty(dirty), [dirty, onDirty])

  const problems = problemsOf(values, setAt !== null)
  /** A mistake shows once its field was left or the form refused, and goes as soon as it is put right. What is still empty is no mistake before that. */
  const field = (name: Field) => {
    const problem = left.includes(name) || form.errors[name] ? problems[name] : undefined
    return { ...fieldProps(form, name), error: problem && sayProblem(t, name, problem), onBlur: () => values[name] !== '' && setLeft([...left, name]) }
  }
  const chooseKind = (preset: Values['preset']) => {
    form.setValues(valuesOf(preset, onFile))
    form.clearErrors()
    setLeft([])
  }
  const save = (typed: Values) =>
    onSave(savedOf(typed), () => {
      const kept = { ...typed, user: '', password: '', secret: '' }
      form.setValues(kept)
      form.resetDirty(kept)
    })
  const details = (
    <GatewayDetails
      field={field}
      values={values}
      disabled={disabled}
      onUrl={(url) => form.setValues({ url, address: addressOf(url) })}
      onBodyKind={(bodyKind) => form.setFieldValue('bodyKind', bodyKind)}
    />
  )
  return (
    <SettingsForm form={form} onSave={save} saving={saving} error={error} disabled={disabled}>
      <Radio.Group label={t('gateway.kind')} value={values.preset} onChange={(kind) => chooseKind(kind as Values['preset'])}>
        <Stack gap="sm" mt="xs">
          {KINDS.map((kind) => (
            <Radio key={kind} value={kind} label={t(`gateway.${kind}`)} description={t(`gateway.${kind}Help`)} />
          ))}
        </Stack>
      </Radio.Group>
      {values.preset === 'android_gateway' ? (
        <>
          <List type="ordered" size="sm">
            {STEPS.map((step) => (
              <List.Item key={step}>{t(`gateway.${step}`)}</List.Item>
            ))}
          </List>
          <TextInput
            {...field('address')}
            onChange={(event) => form.setValues({ address: event.currentTarget.value, url: urlOf(event.currentTarget.value) })}
            label={t('gateway.address')}
            description={t('gateway.addressHelp')}
            placeholder="192.168.1.20:8080"
            maxLength={100}
          />
          <PhoneSecretFields user={field('user')} password={field('password')} setAt={setAt} />
          <details className="details" open={['headers', 'body', 'statusAccepted', 'name'].some((name) => form.errors[name]) ? true : undefined}>
            <summary>{t('gateway.all')}</summary>
            {details}
          </details>
        </>
      ) : (
        <>
          <SecretField
            label={t('settings.optional', { label: t('gateway.secret') })}
            help={t('gateway.secretHelp', { place: '{{secret}}' })}
            setAt={setAt}
            field={field('secret')}
          />
          {details}
        </>
      )}
    </SettingsForm>
  )
}

function sayProblem(t: Translate, field: Field, problem: Problem): string {
  if (problem.kind === 'gateway') return t(`gateway.problem.${problem.key}`, { what: problem.what, phone: '{{phone}}', text: '{{text}}', id: '{{id}}' })
  return t(`settings.problem.${problem.key}`, { label: t(`gateway.${field as 'name'}`) })
}
