import { SegmentedControl, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Input } from '../../../../shared/ipc/contract.ts'
import { LANGUAGES } from '../../../../shared/model/messages/event.ts'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { useAct, useStatus } from '../../../lib/bridge/use-bridge.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import { ownName } from '../../../lib/words/i18n.ts'

type Look = Input<'console:set-look'>
const SIZES: readonly Look['textSize'][] = [100, 115, 130, 150]
const THEMES: readonly Look['theme'][] = ['light', 'dark', 'auto']

/** Language, text size and colours; each takes effect at once. */
export function LookSection() {
  const { t } = useTranslation()
  const format = useFormat()
  const { look } = useStatus()
  const setLook = useAct('console:set-look')
  const change = (part: Partial<Look>) => setLook.mutate({ ...look, ...part })
  return (
    <>
      <Text>{t('settings.look.intro')}</Text>
      {setLook.error && <FailureAlert error={setLook.error} />}
      <Choice
        name="language"
        label={t('settings.look.language')}
        value={look.language}
        options={LANGUAGES.map((value) => [value, ownName(value)] as const)}
        onChange={(language) => change({ language })}
      />
      <Choice
        name="textSize"
        label={t('settings.look.textSize')}
        value={look.textSize}
        options={SIZES.map((value) => [value, t('settings.look.size', { size: format.count(value) })] as const)}
        onChange={(textSize) => change({ textSize })}
      />
      <Choice
        name="theme"
        label={t('settings.look.theme')}
        value={look.theme}
        options={THEMES.map((value) => [value, t(`settings.look.${value}`)] as const)}
        onChange={(theme) => change({ theme })}
      />
    </>
  )
}

type ChoiceProps<T extends string | number> = {
  readonly name: string
  readonly label: string
  readonly value: T
  readonly options: readonly (readonly [T, string])[]
  readonly onChange: (value: T) => void
}

function Choice<T extends string | number>({ name, label, value, options, onChange }: ChoiceProps<T>) {
  const choose = (text: string) => {
    const chosen = options.find(([option]) => String(option) === text)
    if (chosen) onChange(chosen[0])
  }
  return (
    <div className="secret">
      <Text size="sm" fw={600} id={`look-${name}`}>
        {label}
      </Text>
      <SegmentedControl
        aria-labelledby={`look-${name}`}
        w="fit-content"
        value={String(value)}
        onChange={choose}
        data={options.map(([option, words]) => ({ value: String(option), label: words }))}
      />
    </div>
  )
}
