import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract.ts'
import { MESSAGE_STATES, type MessageState } from '../../../shared/model/messages/message.ts'
import { useFormat } from '../../lib/format/use-format.ts'
import styles from './log.module.css'

export type ByState = Output<'messages:count'>['byState']
/** States that most messages never see. Where room is short their chips go while there are none; the others stay, so that nothing jumps while a send goes out. */
const RARE: readonly MessageState[] = ['held', 'unconfirmed', 'cancelled', 'skipped', 'expired']

type Props = {
  readonly chosen: readonly MessageState[]
  readonly byState: ByState | null
  readonly onToggle: (state: MessageState) => void
  readonly onAll: () => void
}

/** Every state a message can be in, with how many are. Several may be pressed together. */
export function StateChips({ chosen, byState, onToggle, onAll }: Props) {
  const { t } = useTranslation()
  const { count } = useFormat()
  const all = byState && Object.values(byState).reduce((sum, n) => sum + n, 0)
  return (
    <div className={styles.chipsFrame}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame and a legend, and these are not fields. */}
      <div className={styles.chips} role="group" aria-label={t('log.states')}>
        <button type="button" className={styles.chip} aria-pressed={chosen.length === 0} onClick={onAll}>
          {t('log.allStates')} {all !== null && <b>{count(all)}</b>}
        </button>
        {MESSAGE_STATES.map((state) => (
          <button
            key={state}
            type="button"
            className={styles.chip}
            aria-pressed={chosen.includes(state)}
            data-none={(RARE.includes(state) && (byState?.[state] ?? 0) === 0 && !chosen.includes(state)) || undefined}
            title={t(`model.stateMeans.${state}`)}
            onClick={() => onToggle(state)}
          >
            {t(`model.state.${state}`)} {byState && <b>{count(byState[state] ?? 0)}</b>}
          </button>
        ))}
      </div>
    </div>
  )
}
