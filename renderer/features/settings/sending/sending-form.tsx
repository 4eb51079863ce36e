import { NumberInput, Radio, Select, Stack, Switch, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { SendingSettings } from '../../../../shared/model/settings/sending.ts'
import { SettingsForm } from '../../../components/form/settings-form.tsx'
import { fieldProps } from '../../../lib/form-fields.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import type { Translate } from '../../../lib/words/i18n.ts'
import { SettingsCard } from '../settings-card.tsx'
import { type NumberName, problemsOf, RANGES, sendingOf, type Values, valuesOf } from './sending-values.ts'

const UNDO_SECONDS = [0, 10, 30, 60, 300]

type Props = {
  readonly sending: SendingSettings
  readonly saving: boolean
  readonly error: unknown
  readonly onSave: (sending: SendingSettings, done: () => void) => void
}

export function SendingForm({ sending, saving, error, onSave }: Props) {
  const { t } = useTranslation()
  const { count } = useFormat()
  const form = useForm<Values>({
    initialValues: valuesOf(sending),
    validate: (values) =>
      Object.fromEntries(
        Object.entries(problemsOf(values)).map(([name, problem]) => {
          const range = RANGES[name as NumberName]
          const params = { label: t(`settings.sending.${name as NumberName}`), ...(range && { from: count(range.from), to: count(range.to) }) }
          return [name, t(`settings.problem.${problem}`, params as Required<typeof params>)]
        }),
      ),
  })
  return (
    <SettingsForm form={form} onSave={(values) => onSave(sendingOf(values), () => form.resetDirty(values))} saving={saving} error={error}>
      <HoursCard form={form} />
      <SettingsCard title={t('settings.sending.card.bulk')} help={t('settings.sending.card.bulkHelp')}>
        <Select
          {...fieldProps(form, 'holdSeconds')}
          label={t('settings.sending.holdSeconds')}
          description={t('settings.sending.help.holdSeconds')}
          data={undoChoices(t, sending.holdSeconds)}
          allowDeselect={false}
        />
        <div className="settings-pair">
          {(['staleDays', 'expireDays', 'gapMinutes'] as const).map((name) => (
            <NumberField key={name} form={form} name={name} />
          ))}
        </div>
      </SettingsCard>
      <SettingsCard title={t('settings.sending.card.cost')} help={t('settings.sending.card.costHelp')}>
        <NumberField form={form} name="price" />
        <div className="settings-pair">
          <NumberField form={form} name="spendPerDay" />
          <NumberField form={form} name="spendPerMonth" />
        </div>
      </SettingsCard>
      <SettingsCard title={t('settings.sending.card.pace')} help={t('settings.sending.card.paceHelp')}>
        <div className="settings-pair">
          {(['smsPerSecond', 'smsPerDay', 'emailPerMinute', 'emailPerDay'] as const).map((name) => (
            <NumberField key={name} form={form} name={name} />
          ))}
        </div>
      </SettingsCard>
    </SettingsForm>
  )
}

type Form = { readonly form: UseFormReturnType<Values> }

/** Quiet hours, the school's own hours, and what the networks allow. */
function HoursCard({ form }: Form) {
  const { t } = useTranslation()
  return (
    <SettingsCard title={t('settings.sending.card.hours')} help={t('settings.sending.card.hoursHelp')}>
      {(['quiet', 'window'] as const).map((span) => (
        <Stack key={span} gap="sm">
          <Switch {...fieldProps(form, span, 'checkbox')} label={t(`settings.sending.${span}`)} description={t(`settings.sending.help.${span}`)} />
          {form.values[span] && (
            <div className="settings-pair">
              {([`${span}From`, `${span}To`] as const).map((name) => (
                <TextInput
                  key={name}
                  {...fieldProps(form, name)}
                  label={t(`settings.sending.${name}`)}
                  description={t('settings.sending.help.time')}
                  maxLength={5}
                />
              ))}
            </div>
          )}
        </Stack>
      ))}
      <Radio.Group {...fieldProps(form, 'senderKind')} label={t('settings.sending.senderKind')}>
        <Stack gap="sm" mt="xs">
          {(['transactional', 'promotional'] as const).map((kind) => (
            <Radio key={kind} value={kind} label={t(`settings.sending.${kind}`)} description={t(`settings.sending.help.${kind}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </SettingsCard>
  )
}

/** A number that says what it may be when it is not; nothing is put right behind the bursar's back. */
function NumberField({ form, name }: Form & { readonly name: NumberName }) {
  const { t } = useTranslation()
  return (
    <NumberInput
      {...fieldProps(form, name)}
      label={t(`settings.sending.${name}`)}
      description={t(`settings.sending.help.${name}`)}
      allowDecimal={RANGES[name].kind === 'amount'}
      decimalScale={4}
      allowNegative={false}
      clampBehavior="none"
      thousandSeparator=","
      hideControls
    />
  )
}

/** The usual times, and the one on file if it is another. */
function undoChoices(t: Translate, onFile: number) {
  const seconds = [...new Set([...UNDO_SECONDS, onFile])].sort((a, b) => a - b)
  return seconds.map((n) => {
    const label =
      n === 0 ? t('settings.sending.noUndo') : n % 60 === 0 ? t('settings.sending.minutes', { count: n / 60 }) : t('settings.sending.seconds', { count: n })
    return { value: String(n), label }
  })
}
