import {
  IconAlertTriangle,
  IconCheck,
  IconClock,
  IconClockOff,
  IconHandStop,
  IconLoader2,
  IconMinus,
  IconPlayerStop,
  IconSend,
  IconX,
  type TablerIcon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { MessageState } from '../../../shared/model/messages/message.ts'

const ICONS: Readonly<Record<MessageState, TablerIcon>> = {
  held: IconHandStop,
  queued: IconClock,
  sending: IconLoader2,
  sent: IconSend,
  delivered: IconCheck,
  failed: IconX,
  unconfirmed: IconAlertTriangle,
  cancelled: IconPlayerStop,
  skipped: IconMinus,
  expired: IconClockOff,
}

type Props = {
  readonly state: MessageState
  /** Before the word: "412 Sent". */
  readonly count?: string
}

/** A state as word, icon and colour. A plain span: it stands in virtual rows, where a Mantine badge costs frames. */
export function StatusBadge({ state, count }: Props) {
  const { t } = useTranslation()
  const Icon = ICONS[state]
  return (
    <span className={`status status-${state}`}>
      <Icon size="0.875rem" aria-hidden />
      {count !== undefined && `${count} `}
      {t(`model.state.${state}`)}
    </span>
  )
}
