import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../lib/format/use-format.ts'
import type { Cost } from '../../../lib/words/batch-cost.ts'
import styles from '../send.module.css'

type Props = { readonly cost: Cost; readonly currency: string }

/** Reckoned before, charged so far, and the difference once every price is known. */
export function CostLines({ cost, currency }: Props) {
  const { t } = useTranslation()
  const { micros, charges } = useFormat()
  const { differenceMicros, taken, priced, isWhole } = cost
  const amount = micros(Math.abs(differenceMicros ?? 0), currency)
  return (
    <div>
      <h3>{t('send.result.cost.title')}</h3>
      <dl className={styles.cost}>
        <dt>{t('send.result.cost.estimate')}</dt>
        <dd>{micros(cost.estimateMicros, currency)}</dd>
        {priced > 0 && (
          <>
            <dt>{t(isWhole ? 'send.result.cost.final' : 'send.result.cost.actual')}</dt>
            <dd>{charges(cost.actual)}</dd>
          </>
        )}
        {differenceMicros !== null && (
          <>
            <dt>{t('send.result.cost.difference')}</dt>
            <dd>{differenceMicros === 0 ? t('send.result.cost.same') : t(`send.result.cost.${differenceMicros > 0 ? 'more' : 'less'}`, { amount })}</dd>
          </>
        )}
      </dl>
      {taken > priced && (
        <Text size="sm" c="dimmed">
          {priced === 0 ? t('send.result.cost.unknown') : t('send.result.cost.partly', { priced, of: taken })}
        </Text>
      )}
    </div>
  )
}
