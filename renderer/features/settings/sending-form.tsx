import { Group, NumberInput, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import type { Output } from '../../../shared/ipc/contract.ts'
import { formatMicros } from '../../../shared/model/money.ts'
import { SettingsForm } from '../../components/settings-form.tsx'
import { readClockTime } from '../../lib/clock-time.ts'
import { fieldProps, problemsBy } from '../../lib/form-fields.ts'

type Sending = Output<'sending:get'>
type Values = { quiet: boolean; from: string; to: string; price: number | string }

const MICROS_PER_UNIT = 1_000_000
const time = z.string().refine((text) => readClockTime(text) !== null, 'time')
/** As typed, or with the two decimals that money has elsewhere; nothing typed is no price. */
const price = z.union([z.number(), z.string().min(1, 'price')], 'price').refine((typed) => Number(typed) >= 0 && Number(typed) <= 1_000, 'price')
const schema = z.discriminatedUnion('quiet', [z.object({ quiet: z.literal(true), from: time, to: time, price }), z.object({ quiet: z.literal(false), price })])

type Props = {
  readonly sending: Sending
  readonly saving: boolean
  readonly error: unknown
  readonly onSave: (sending: Sending, done: () => void) => void
}

export function SendingForm({ sending, saving, error, onSave }: Props) {
  const { t } = useTranslation()
  const form = useForm<Values>({
    initialValues: {
      quiet: sending.quietFrom !== null,
      from: sending.quietFrom ?? '22:00',
      to: sending.quietTo ?? '07:00',
      price: formatMicros(sending.pricePerPartMicros),
    },
    validate: problemsBy(schema, (field, message) =>
      message === 'price' ? t('settings.problem.price') : t('settings.problem.time', { label: t(`settings.sending.${field as 'from'}`) }),
    ),
  })
  const save = (values: Values) =>
    onSave(
      {
        quietFrom: values.quiet ? readClockTime(values.from) : null,
        quietTo: values.quiet ? readClockTime(values.to) : null,
        pricePerPartMicros: Math.round(Number(values.price) * MICROS_PER_UNIT),
      },
      () => form.resetDirty(values),
    )
  return (
    <SettingsForm form={form} onSave={save} saving={saving} error={error}>
      <Switch {...fieldProps(form, 'quiet', 'checkbox')} label={t('settings.sending.quiet')} description={t('settings.sending.quietHelp')} />
      {form.values.quiet && (
        <Group align="start">
          {(['from', 'to'] as const).map((name) => (
            <TextInput
              key={name}
              {...fieldProps(form, name)}
              label={t(`settings.sending.${name}`)}
              description={t('settings.sending.timeHelp')}
              maxLength={5}
              w="11rem"
            />
          ))}
        </Group>
      )}
      <NumberInput
        {...fieldProps(form, 'price')}
        label={t('settings.sending.price')}
        description={t('settings.sending.priceHelp')}
        decimalScale={4}
        min={0}
        hideControls
      />
    </SettingsForm>
  )
}
