import { Button, Checkbox, MultiSelect, Radio, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../../shared/ipc/contract.ts'
import { ActsBar } from '../../../components/layout/acts-bar.tsx'
import { StepHeading } from '../../../components/layout/step-heading.tsx'
import { useFormat } from '../../../lib/format/use-format.ts'
import { choiceFault, type Scope } from '../draft.ts'
import styles from '../send.module.css'
import type { useSendStore } from '../send-store.ts'
import type { SendCalls } from '../use-send.ts'
import { AudienceCount } from './audience-count.tsx'

const SCOPES = ['everyone', 'classes', 'owing'] as const satisfies readonly Scope[]
type View = ReturnType<typeof useSendStore.getState>
type Options = Output<'batches:options'>
type Props = { readonly view: View; readonly calls: SendCalls; readonly options: Options }

export function WhoStep({ view, calls, options }: Props) {
  const { t } = useTranslation()
  const hints = { everyone: t('send.who.everyoneHint', { count: options.guardians }), classes: t('send.who.classesHint'), owing: t('send.who.owingHint') }
  return (
    <Stack gap="md">
      <StepHeading>{t('send.who.title')}</StepHeading>
      <div className={styles.halves}>
        <Stack gap="sm">
          <Radio.Group
            label={<VisuallyHidden>{t('send.who.title')}</VisuallyHidden>}
            value={view.scope}
            onChange={(value) => {
              const scope = SCOPES.find((known) => known === value)
              if (scope) view.choose({ scope })
            }}
          >
            <Stack gap="sm">
              {SCOPES.map((scope) => (
                <div key={scope}>
                  <Radio value={scope} label={t(`send.who.${scope}`)} description={hints[scope]} />
                  {view.scope === scope && <ScopeFields view={view} options={options} />}
                </div>
              ))}
            </Stack>
          </Radio.Group>
          <Checkbox label={t('send.who.copies')} checked={view.copies} onChange={(event) => view.choose({ copies: event.currentTarget.checked })} />
          <Text size="sm" c="dimmed">
            <BalancesAsAt known={options.balancesAsAt} />
          </Text>
        </Stack>
        <AudienceCount draft={calls.draft} preview={calls.preview} progress={calls.previewing} onLeftOut={() => view.openLeftOut(true)} />
      </div>
      <ActsBar>
        <Button disabled={calls.draft === null} onClick={() => view.goTo('check')}>
          {t('send.next')}
        </Button>
        <Button variant="default" onClick={() => view.goTo('message')}>
          {t('send.back')}
        </Button>
      </ActsBar>
    </Stack>
  )
}

function BalancesAsAt({ known }: { readonly known: Options['balancesAsAt'] }) {
  const { t } = useTranslation()
  const { day, dayTime } = useFormat()
  if (known === null) return t('send.who.noBalances')
  const [oldest, newest] = [day(known.oldest), day(known.newest)]
  return oldest === newest ? t('send.who.asAt', { when: dayTime(known.oldest) }) : t('send.who.asAtSome', { when: dayTime(known.newest), oldest })
}

function ScopeFields({ view, options }: { readonly view: View; readonly options: Options }) {
  const { t } = useTranslation()
  if (view.scope === 'everyone') return null
  const fault = choiceFault(view)
  const owing = view.scope === 'owing'
  return (
    <Stack gap="xs" pl="1.9rem" pt="xs" maw="28rem">
      {owing && (
        <TextInput
          label={t('send.who.over')}
          description={t('send.who.overHint')}
          inputMode="decimal"
          placeholder="0"
          value={view.over}
          error={fault === 'not_money' && t('send.who.overWrong')}
          onChange={(event) => view.choose({ over: event.currentTarget.value })}
        />
      )}
      <MultiSelect
        label={owing ? t('send.who.owingClasses') : t('send.who.classesLabel')}
        description={owing ? t('send.who.owingClassesHint') : undefined}
        placeholder={view.classes.length === 0 ? t('send.who.classesPick') : undefined}
        error={fault === 'no_class' && t('send.who.classesMissing')}
        searchable
        data={options.classes.map(({ name, students }) => ({ value: name, label: t('send.who.classOption', { name, count: students }) }))}
        value={[...view.classes]}
        onChange={(classes) => view.choose({ classes })}
      />
    </Stack>
  )
}
