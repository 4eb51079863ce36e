import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AskAct, type Asked } from './ask-act.tsx'
import { ACTS, type Act, type Chosen, type Counts, chosenCount, doable, type What } from './selection.ts'

type Props = {
  readonly chosen: Chosen
  /** All that match. */
  readonly total: number
  /** The chosen ones. */
  readonly counts: Counts
  readonly busy: Act | null
  /** What an act would be done with now. */
  readonly whats: (act: Act) => What[]
  readonly onAct: (act: Act, whats: readonly What[]) => void
  readonly onAll: () => void
  readonly onNone: () => void
}

/** How many messages are chosen and what can be done with them. Asks first where it costs money or concerns more than one. */
export function ChosenBar({ chosen, total, counts, busy, whats, onAct, onAll, onNone }: Props) {
  const { t } = useTranslation()
  // what is counted in the question is what its answer is about, whatever becomes of the messages meanwhile
  const [asked, setAsked] = useState<(Asked & { readonly whats: readonly What[] }) | null>(null)
  const [asking, setAsking] = useState(false)
  const count = chosenCount(chosen, total)
  const press = (act: Act) => {
    const able = doable(act, counts)
    if (act !== 'retry' && able === 1) {
      onAct(act, whats(act))
      return
    }
    setAsked({ act, count: able, unsure: counts.byState.unconfirmed ?? 0, rest: count - able, whats: whats(act) })
    setAsking(true)
  }
  return (
    <Group gap="sm" mih="1.75rem" role="group" aria-label={t('log.choose.bar')}>
      <Text size="sm" fw={600} role="status">
        {t(chosen.all ? 'log.choose.allCount' : 'log.choose.count', { count })}
      </Text>
      {ACTS.map((act) => {
        const able = doable(act, counts) > 0
        return (
          <Button
            key={act}
            size="compact-sm"
            variant="default"
            disabled={!able || (busy !== null && busy !== act)}
            loading={busy === act}
            title={able ? undefined : t('log.choose.cannot')}
            onClick={() => press(act)}
          >
            {t(`log.choose.${act}`)}
          </Button>
        )
      })}
      {!chosen.all && count < total && (
        <Button size="compact-sm" variant="subtle" onClick={onAll}>
          {t('log.choose.chooseAll', { count: total })}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" onClick={onNone}>
        {t('log.choose.none')}
      </Button>
      {asked && <AskAct asked={asked} opened={asking} onYes={() => onAct(asked.act, asked.whats)} onClose={() => setAsking(false)} />}
    </Group>
  )
}
