import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { type Status, useAct } from '../../../lib/bridge/use-bridge.ts'
import { AskingBar } from './asking-bar.tsx'
import { HoldingBar } from './holding-bar.tsx'
import { noticesOf, type PauseNotice } from './notice.ts'
import { NoticeBar } from './notice-bar.tsx'

type Props = { readonly status: Status }

/** Everything about the sending that a person has to know or decide on, whatever page is open. */
export function Bars({ status }: Props) {
  const resume = useAct('channels:resume')
  const { holding, asking, now, zone } = status
  const resumeAll = ({ channels }: PauseNotice) => {
    for (const channel of channels) resume.mutate({ channel })
  }
  const question = { balancesAsAt: asking.balancesAsAt, now, zone }
  return (
    <>
      {holding && <HoldingBar holding={holding} />}
      {asking.restored > 0 && <AskingBar reason="restored" messages={asking.restored} {...question} />}
      {asking.staleData > 0 && <AskingBar reason="stale_data" messages={asking.staleData} {...question} />}
      {noticesOf(status).map((notice) => (
        <NoticeBar
          key={notice.kind === 'pause' ? `${notice.reason} ${notice.channels.join()}` : notice.kind}
          notice={notice}
          busy={resume.isPending}
          onResume={resumeAll}
        />
      ))}
      {resume.error && <FailureAlert error={resume.error} />}
    </>
  )
}
