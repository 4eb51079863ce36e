import { Code, NumberInput, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PLACEHOLDERS } from '../../../../shared/model/settings/gateway.ts'
import type { fieldProps } from '../../../lib/form-fields.ts'
import { SettingsCard } from '../settings-card.tsx'
import type { Field, Values } from './gateway-values.ts'

const METHODS = ['POST', 'GET', 'PUT'] as const
const BODY_KINDS = ['json', 'form', 'none'] as const

type Props = {
  /** Everything an input needs of the form. */
  readonly field: (name: Field) => ReturnType<typeof fieldProps>
  readonly values: Values
  readonly disabled: boolean
  readonly onUrl: (url: string) => void
  readonly onBodyKind: (kind: Values['bodyKind']) => void
}

/** The whole description of a gateway: what is sent to it, what it answers, how much it takes. */
export function GatewayDetails({ field, values, disabled, onUrl, onBodyKind }: Props) {
  const { t } = useTranslation()
  const optional = (label: string) => t('settings.optional', { label })
  return (
    <Stack gap="md" mt="sm">
      <div className="settings-pair">
        <TextInput {...field('name')} label={t('gateway.name')} description={t('gateway.nameHelp')} maxLength={40} />
        <TextInput {...field('sender')} label={optional(t('gateway.sender'))} description={t('gateway.senderHelp')} maxLength={20} />
      </div>
      <SettingsCard title={t('gateway.request')} help={t('gateway.requestHelp')}>
        <Placeholders />
        <div className="settings-pair">
          <Select {...field('method')} label={t('gateway.method')} data={METHODS} allowDeselect={false} disabled={disabled} />
          <Select
            {...field('bodyKind')}
            onChange={(kind) => kind && onBodyKind(kind as Values['bodyKind'])}
            label={t('gateway.bodyKind')}
            data={BODY_KINDS.map((kind) => ({ value: kind, label: t(`gateway.bodyAs.${kind}`) }))}
            allowDeselect={false}
            disabled={disabled}
          />
        </div>
        <TextInput
          {...field('url')}
          onChange={(event) => onUrl(event.currentTarget.value)}
          label={t('gateway.url')}
          description={t('gateway.urlHelp')}
          maxLength={500}
        />
        <Textarea
          {...field('headers')}
          label={optional(t('gateway.headers'))}
          description={t('gateway.headersHelp')}
          rows={3}
          className="code-field"
          spellCheck={false}
        />
        {values.bodyKind !== 'none' && (
          <Textarea
            {...field('body')}
            label={t('gateway.body')}
            description={t(`gateway.bodyHelp.${values.bodyKind}`)}
            rows={8}
            className="code-field"
            spellCheck={false}
            maxLength={4_000}
          />
        )}
      </SettingsCard>
      <SettingsCard title={t('gateway.answer')} help={t('gateway.answerHelp')}>
        <div className="settings-pair">
          <TextInput {...field('idPath')} label={optional(t('gateway.idPath'))} description={t('gateway.idPathHelp')} maxLength={100} />
          <TextInput {...field('statusPath')} label={optional(t('gateway.statusPath'))} description={t('gateway.statusPathHelp')} maxLength={100} />
        </div>
        <TextInput {...field('statusAccepted')} label={optional(t('gateway.statusAccepted'))} description={t('gateway.statusAcceptedHelp')} maxLength={500} />
      </SettingsCard>
      <SettingsCard title={t('gateway.limits')} help={t('gateway.limitsHelp')}>
        <div className="settings-pair">
          {(['perSecond', 'perDay'] as const).map((name) => (
            <NumberInput
              key={name}
              {...field(name)}
              label={optional(t(`gateway.${name}`))}
              description={t(`gateway.${name}Help`)}
              allowDecimal={name === 'perSecond'}
              decimalScale={2}
              allowNegative={false}
              clampBehavior="none"
              thousandSeparator=","
              hideControls
            />
          ))}
        </div>
      </SettingsCard>
    </Stack>
  )
}

/** What stands for the message's own values. */
function Placeholders() {
  const { t } = useTranslation()
  return (
    <details className="details">
      <summary>{t('gateway.placeholders')}</summary>
      <dl className="placeholders">
        {PLACEHOLDERS.map((name) => (
          <div key={name}>
            <dt>
              <Code>{`{{${name}}}`}</Code>
            </dt>
            <dd>
              <Text size="sm">{t(`gateway.placeholder.${name}`)}</Text>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
