import { Card, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract.ts'
import { When } from '../../components/message/when.tsx'
import { useFormat } from '../../lib/format/use-format.ts'

type Props = { readonly last: Output<'overview:get'>['lastImport'] }

export function LastImport({ last }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Card withBorder component="section" aria-labelledby="last-import-title">
      <h2 id="last-import-title">{t('home.lastImport.title')}</h2>
      {last ? (
        <>
          <Text mt="xs" className="breakable">
            {last.fileName}
          </Text>
          <Text size="sm" c="dimmed">
            <When at={last.at} /> · {t('home.lastImport.rows', { count: last.rows, shown: format.count(last.rows) })}
          </Text>
        </>
      ) : (
        <Text mt="xs" c="dimmed">
          {t('home.lastImport.none')}
        </Text>
      )}
    </Card>
  )
}
