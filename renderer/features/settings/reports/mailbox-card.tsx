import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { Input, Output } from '../../../../shared/ipc/contract.ts'
import { z } from '../../../../shared/zod.ts'
import { SettingsForm } from '../../../components/form/settings-form.tsx'
import { useAct } from '../../../lib/bridge/use-bridge.ts'
import { fieldProps, problemsBy } from '../../../lib/form-fields.ts'
import type { Inside } from '../accounts/account-frame.tsx'
import { SecretField } from '../accounts/secret-field.tsx'
import { ServerFields } from '../accounts/server-fields.tsx'
import { SettingsCard } from '../settings-card.tsx'
import { SourceActs } from './source-acts.tsx'

type Mailbox = NonNullable<Input<'accounts:save-mailbox'>['mailbox']>
type Values = { host: string; port: number | string; security: Mailbox['security']; user: string; password: string; folder: string }

const EMPTY: Values = { host: '', port: 993, security: 'tls', user: '', password: '', folder: 'INBOX' }
const needed = (max: number) => z.string().trim().min(1, 'needed').max(max, 'tooLong')
const schemaFor = (passwordNeeded: boolean) =>
  z.object({
    host: needed(200),
    port: z.number('port').int('port').min(1, 'port').max(65_535, 'port'),
    user: needed(200),
    folder: needed(100),
    password: passwordNeeded ? needed(200) : z.string().max(200, 'tooLong'),
  })

/** The mailbox that mails which could not be delivered come back to. */
export function MailboxCard({ accounts: { mailbox, email }, practice, disabled, saved }: Inside) {
  const { t } = useTranslation()
  const save = useAct('accounts:save-mailbox')
  const remove = useAct('accounts:save-mailbox')
  const test = useAct('accounts:test-mailbox')
  const setAt = mailbox?.passwordSetAt ?? null
  const form = useForm<Values>({
    initialValues: valuesOf(mailbox),
    validate: problemsBy(schemaFor(setAt === null), (field, message) =>
      message === 'port' ? t('settings.problem.port') : t(`settings.problem.${message as 'needed'}`, { label: t(`settings.mailbox.${field as 'host'}`) }),
    ),
  })
  const fill = (values: Values) => {
    form.setValues(values)
    form.resetDirty(values)
  }
  const onSave = ({ password, ...values }: Values) => {
    test.reset()
    save.mutate(
      { mailbox: { ...values, port: Number(values.port), ...(password !== '' && { password }) } },
      saved(() => fill({ ...values, password: '' })),
    )
  }
  return (
    <SettingsCard title={t('settings.mailbox.title')} help={t('settings.mailbox.help')}>
      <SettingsForm form={form} onSave={onSave} saving={save.isPending} error={save.error} disabled={disabled}>
        {email && !mailbox && (
          <Button
            size="xs"
            variant="default"
            w="fit-content"
            onClick={() => form.setValues({ host: email.host.replace(/^smtp\./, 'imap.'), port: 993, security: 'tls', user: email.user })}
          >
            {t('settings.mailbox.fromEmail')}
          </Button>
        )}
        <ServerFields form={form} disabled={disabled} />
        <TextInput {...fieldProps(form, 'user')} label={t('settings.mailbox.user')} description={t('settings.email.userHelp')} maxLength={200} />
        <SecretField label={t('settings.mailbox.password')} help={t('settings.email.passwordHelp')} setAt={setAt} field={fieldProps(form, 'password')} />
        <TextInput {...fieldProps(form, 'folder')} label={t('settings.mailbox.folder')} description={t('settings.mailbox.folderHelp')} maxLength={100} />
      </SettingsForm>
      {mailbox && !practice && (
        <SourceActs
          name="mailbox"
          asked={mailbox.asked}
          ready={!form.isDirty() && !disabled}
          test={test}
          remove={remove}
          onTest={() => test.mutate({})}
          onRemove={() =>
            remove.mutate(
              { mailbox: null },
              saved(() => fill(EMPTY)),
            )
          }
        />
      )}
    </SettingsCard>
  )
}

function valuesOf(onFile: Output<'accounts:get'>['mailbox']): Values {
  if (!onFile) return EMPTY
  const { passwordSetAt: _, asked: __, ...values } = onFile
  return { ...values, password: '' }
}
