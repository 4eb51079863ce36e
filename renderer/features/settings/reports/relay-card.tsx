import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { z } from '../../../../shared/zod.ts'
import { SettingsForm } from '../../../components/form/settings-form.tsx'
import { useAct } from '../../../lib/bridge/use-bridge.ts'
import { fieldProps, problemsBy } from '../../../lib/form-fields.ts'
import type { Inside } from '../accounts/account-frame.tsx'
import { SecretField } from '../accounts/secret-field.tsx'
import { SettingsCard } from '../settings-card.tsx'
import { SourceActs } from './source-acts.tsx'

type Values = { url: string; token: string }

const text = (max: number) => z.string().trim().max(max, 'tooLong')
const relayUrl = z.url({ protocol: /^https?$/, error: 'relayUrl' }).max(500, 'tooLong')
const schemaFor = (tokenNeeded: boolean) => z.object({ url: relayUrl, token: tokenNeeded ? text(400).min(1, 'needed') : text(400) })

/** The school's web host that hears of delivery reports for it. */
export function RelayCard({ accounts: { relay }, practice, disabled, saved }: Inside) {
  const { t } = useTranslation()
  const save = useAct('accounts:save-relay')
  const remove = useAct('accounts:save-relay')
  const test = useAct('accounts:test-relay')
  const setAt = relay?.tokenSetAt ?? null
  const form = useForm<Values>({
    initialValues: { url: relay?.url ?? '', token: '' },
    validate: problemsBy(schemaFor(setAt === null), (field, message) =>
      message === 'relayUrl' ? t('settings.problem.url') : t(`settings.problem.${message as 'needed'}`, { label: t(`settings.relay.${field as 'url'}`) }),
    ),
  })
  const fill = (values: Values) => {
    form.setValues(values)
    form.resetDirty(values)
  }
  const onSave = ({ url, token }: Values) => {
    test.reset()
    save.mutate(
      { relay: { url, ...(token.trim() !== '' && { token }) } },
      saved(() => fill({ url, token: '' })),
    )
  }
  return (
    <SettingsCard title={t('settings.relay.title')} help={t('settings.relay.help')}>
      <SettingsForm form={form} onSave={onSave} saving={save.isPending} error={save.error} disabled={disabled}>
        <TextInput {...fieldProps(form, 'url')} label={t('settings.relay.url')} description={t('settings.relay.urlHelp')} type="url" maxLength={500} />
        <SecretField label={t('settings.relay.token')} help={t('settings.relay.tokenHelp')} setAt={setAt} field={fieldProps(form, 'token')} />
      </SettingsForm>
      {relay && !practice && (
        <SourceActs
          name="relay"
          asked={relay.asked}
          ready={!form.isDirty() && !disabled}
          test={test}
          remove={remove}
          onTest={() => test.mutate({})}
          onRemove={() =>
            remove.mutate(
              { relay: null },
              saved(() => fill({ url: '', token: '' })),
            )
          }
        />
      )}
    </SettingsCard>
  )
}
