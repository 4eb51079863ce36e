import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageState } from '../../../shared/model/message.ts'
import { When } from '../../components/when.tsx'
import { addressAsWritten } from '../../lib/address.ts'
import { campaignName } from '../../lib/campaign-name.ts'
import { useFormat } from '../../lib/use-format.ts'
import styles from './log.module.css'
import type { Message } from './log-drawer.tsx'

type Props = { readonly message: Message }

/** The rest of what is on record. */
export function MessageFacts({ message }: Props) {
  const { t } = useTranslation()
  const waits = message.state === 'queued' && message.notBefore > message.createdAt
  const children = message.students.map(({ name, admNo }) => t('log.detail.child', { name, admNo })).join(', ')
  return (
    <dl className={styles.facts}>
      <Fact name={t(message.sentAt === null ? 'log.columns.address' : 'log.detail.address')}>{addressAsWritten(message.to)}</Fact>
      {children && <Fact name={t('log.detail.children')}>{children}</Fact>}
      <Fact name={t('log.detail.language')}>{t(`model.language.${message.language}`)}</Fact>
      {message.campaign && (
        <Fact name={t('log.detail.campaign')}>{t('log.detail.campaignLine', { name: campaignName(t, message.campaign), id: message.campaign.id })}</Fact>
      )}
      <Fact name={t('log.detail.created')}>
        <When at={message.createdAt} />
      </Fact>
      {waits && (
        <Fact name={t('log.detail.notBefore')}>
          <When at={message.notBefore} />
        </Fact>
      )}
      {message.sentAt !== null && (
        <Fact name={t('log.detail.sentAt')}>
          <When at={message.sentAt} />
        </Fact>
      )}
      {message.parts !== null && message.parts > 0 && (
        <Fact name={t('log.detail.parts')}>{message.encoding === 'ucs2' ? t('log.detail.partsCostly', { parts: message.parts }) : message.parts}</Fact>
      )}
      <Fact name={t('log.detail.cost')}>
        <CostWords message={message} />
      </Fact>
      {message.providerId !== null && <Fact name={t('log.detail.providerId')}>{message.providerId}</Fact>}
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

const NEVER_CHARGED = ['failed', 'cancelled', 'skipped', 'expired'] as const satisfies readonly MessageState[]

/** What the provider charged, and what was reckoned before where that differs. */
function CostWords({ message: { state, costMicros, estimateMicros, currency } }: Props) {
  const { t } = useTranslation()
  const { micros } = useFormat()
  if (costMicros === null) {
    const isOwed = estimateMicros !== null && !NEVER_CHARGED.some((never) => never === state)
    return isOwed ? t('log.detail.costOnly', { estimate: micros(estimateMicros, currency) }) : t('log.detail.costNone')
  }
  const cost = micros(costMicros, currency)
  return estimateMicros === null || estimateMicros === costMicros
    ? t('log.detail.costLine', { cost })
    : t('log.detail.costEstimated', { cost, estimate: micros(estimateMicros, currency) })
}
