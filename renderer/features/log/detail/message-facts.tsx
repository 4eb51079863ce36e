import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { When } from '../../../components/message/when.tsx'
import { addressAsWritten } from '../../../lib/format/address.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import { batchName } from '../../../lib/words/batch-name.ts'
import styles from '../log.module.css'
import { costKnown } from './cost-words.ts'
import type { Message } from './message.ts'

type Props = { readonly message: Message }

/** The rest of what is on record. */
export function MessageFacts({ message }: Props) {
  const { t } = useTranslation()
  const waiting = message.state === 'queued' || message.state === 'held'
  const waits = waiting && message.notBefore > message.createdAt
  const children = message.students.map(({ name, admNo }) => t('log.detail.child', { name, admNo })).join(', ')
  return (
    <dl className={styles.facts}>
      <Fact name={t(message.sentAt === null ? 'log.columns.address' : 'log.detail.address')}>{addressAsWritten(message.to)}</Fact>
      {children && <Fact name={t('log.detail.children')}>{children}</Fact>}
      <Fact name={t('log.detail.language')}>{t(`model.language.${message.language}`)}</Fact>
      <Fact name={t('log.detail.batch')}>{t('log.detail.batchLine', { name: batchName(t, message.batch), id: message.batch.id })}</Fact>
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
      {message.deliveredAt !== null && (
        <Fact name={t('log.detail.deliveredAt')}>
          <When at={message.deliveredAt} />
        </Fact>
      )}
      {waiting && message.expiresAt !== null && (
        <Fact name={t('log.detail.expiresAt')}>
          <When at={message.expiresAt} />
        </Fact>
      )}
      {message.channel === 'email' && message.sentAt !== null && (
        <>
          <Fact name={t('log.detail.opened')}>
            <Tracked message={message} at={message.openedAt} />
          </Fact>
          <Fact name={t('log.detail.clicked')}>
            <Tracked message={message} at={message.clickedAt} />
          </Fact>
        </>
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

/** What the provider charged, and what was reckoned before where that differs. */
function CostWords({ message }: Props) {
  const { t } = useTranslation()
  const { micros } = useFormat()
  const { costMicros, costCurrency, estimateMicros, currency } = message
  const cost = micros(costMicros ?? 0, costCurrency ?? currency)
  const estimate = micros(estimateMicros ?? 0, currency)
  const words = {
    none: t('log.detail.costNone'),
    told: t('log.detail.costLine', { cost }),
    told_otherwise: t('log.detail.costEstimated', { cost, estimate }),
    reckoned: t('log.detail.costOnly', { estimate }),
    unknown: t('log.detail.costUnknown', { estimate }),
  }
  return words[costKnown(message)]
}

/** Opened and clicked are heard of only where the school has a relay. */
function Tracked({ message: { tracked }, at }: Props & { readonly at: number | null }) {
  const { t } = useTranslation()
  if (at !== null) return <When at={at} />
  return t(tracked ? 'log.detail.notYet' : 'log.detail.notTracked')
}
