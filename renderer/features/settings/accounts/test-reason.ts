import { FAILURE_REASONS, type FailureReason, type MessageChannel, PAUSE_REASONS, type PauseReason } from '../../../../shared/model/messages/message.ts'
import { say, type Translate } from '../../../lib/words/i18n.ts'

const isFailure = (reason: string): reason is FailureReason => (FAILURE_REASONS as readonly string[]).includes(reason)
const isPause = (reason: string): reason is PauseReason => (PAUSE_REASONS as readonly string[]).includes(reason)

/** Why a test message did not go, in the words of the log; nothing for a reason that has no words. */
export function reasonWords(t: Translate, reason: string, channel: MessageChannel): string {
  if (isFailure(reason)) return t(`model.failure.${reason}`)
  if (!isPause(reason)) return ''
  const setting = t(`settings.section.${channel}`)
  return `${t(`model.pause.${reason}.what`)} ${say(t, `model.pause.${reason}.todo`, { setting })}`
}
