import { useTranslation } from 'react-i18next'
import { Ask } from '../../../components/feedback/ask.tsx'
import type { Act } from './selection.ts'

export type Asked = {
  readonly act: Act
  /** Messages that it is done with. */
  readonly count: number
  /** Of these, how many may have arrived already. */
  readonly unsure: number
  /** Chosen, but in no state for it. */
  readonly rest: number
}
type Props = { readonly asked: Asked; readonly opened: boolean; readonly onYes: () => void; readonly onClose: () => void }

const TITLES = {
  retry: 'log.choose.retryTitle',
  cancel: 'log.choose.cancelTitle',
  sent: 'log.choose.sentTitle',
  left: 'log.choose.leftTitle',
} as const
const YES = { retry: 'log.choose.doRetry', cancel: 'log.choose.doCancel', sent: 'log.choose.doSent', left: 'log.choose.doLeft' } as const

/** What an act on so many messages means, before it is done. */
export function AskAct({ asked: { act, count, unsure, rest }, opened, onYes, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Ask opened={opened} title={t(TITLES[act], { count })} yes={t(YES[act], { count })} no={t('log.keep')} onYes={onYes} onClose={onClose}>
      {act === 'retry' && unsure > 0 && (
        <p className="flat">
          <b>{t('log.choose.retryUnsure', { count: unsure })}</b>
        </p>
      )}
      <p className="flat">{t(`log.choose.${act}Text`)}</p>
      {rest > 0 && <p className="flat">{t('log.choose.rest', { count: rest })}</p>}
    </Ask>
  )
}
