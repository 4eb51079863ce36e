import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { CHANNELS_OUT } from '../../../shared/model/messages/message.ts'
import { type LogChoice, RANGES, toggleState } from './log-filter.ts'
import { type ByState, StateChips } from './state-chips.tsx'

const ALL = 'all'
const MOST_LETTERS = 80

type Props = {
  readonly choice: LogChoice
  readonly byState: ByState | null
  readonly narrowed: boolean
  readonly onChoose: (choice: Partial<LogChoice>) => void
  readonly onClear: () => void
}

export function LogFilters({ choice, byState, narrowed, onChoose, onClear }: Props) {
  const { t } = useTranslation()
  return (
    <>
      <Group gap="sm" align="flex-end">
        <TextInput
          label={t('log.search')}
          placeholder={t('log.searchHint')}
          leftSection={<IconSearch size="1rem" aria-hidden />}
          maxLength={MOST_LETTERS}
          w="16rem"
          value={choice.search}
          onChange={(event) => onChoose({ search: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('log.dates')}
          value={choice.range}
          data={RANGES.map((value) => ({ value, label: t(`log.ranges.${value}`) }))}
          onChange={(event) => onChoose({ range: RANGES.find((range) => range === event.currentTarget.value) ?? ALL })}
        />
        <NativeSelect
          label={t('log.channel')}
          value={choice.channel ?? ALL}
          data={([ALL, ...CHANNELS_OUT] as const).map((value) => ({ value, label: t(`log.channels.${value}`) }))}
          onChange={(event) => onChoose({ channel: CHANNELS_OUT.find((channel) => channel === event.currentTarget.value) ?? null })}
        />
        {choice.batchId !== null && (
          <Button
            variant="light"
            rightSection={<IconX size="1rem" aria-hidden />}
            aria-label={`${t('log.batch', { id: choice.batchId })}. ${t('log.batchClear')}`}
            onClick={() => onChoose({ batchId: null })}
          >
            {t('log.batch', { id: choice.batchId })}
          </Button>
        )}
        {narrowed && (
          <Button variant="subtle" onClick={onClear}>
            {t('log.clear')}
          </Button>
        )}
      </Group>
      <StateChips
        chosen={choice.states}
        byState={byState}
        onToggle={(state) => onChoose({ states: toggleState(choice.states, state) })}
        onAll={() => onChoose({ states: [] })}
      />
    </>
  )
}
