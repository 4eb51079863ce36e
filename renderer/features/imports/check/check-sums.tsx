import { Alert, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../lib/format/use-format.ts'
import { type Check, movesTooMuch } from './check-figures.ts'

type Props = { readonly check: Check }

/** The sums before and after: a slip in a column shows here first. */
export function CheckSums({ check: { totals, guardians } }: Props) {
  const { t } = useTranslation()
  const { cents } = useFormat()
  return (
    <>
      <Group gap="0.125rem 1.5rem">
        <Text size="sm">
          <b>{t('imports.check.totals')}:</b> {t('imports.check.totalsLine', { before: cents(totals.balanceBefore), after: cents(totals.balanceAfter) })}
          {' · '}
          {t('imports.check.totalsInFile', { sum: cents(totals.balanceInFile) })}
        </Text>
        <Text size="sm">
          <b>{t('imports.check.guardians')}:</b> {t('imports.check.guardiansLine', guardians)}
        </Text>
      </Group>
      {movesTooMuch(totals) && (
        <Alert color="yellow" py="xs" title={t('imports.check.jump')}>
          {t('imports.check.jumpHint')}
        </Alert>
      )}
    </>
  )
}
