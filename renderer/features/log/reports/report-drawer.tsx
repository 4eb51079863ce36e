import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { SideDrawer } from '../../../components/layout/side-drawer.tsx'
import { ReportCheck } from './report-check.tsx'
import { ReportDone } from './report-done.tsx'
import { ReportFile } from './report-file.tsx'
import { changesOf, mappingLack } from './report-mapping.ts'
import { type Report, useReport } from './use-report.ts'

type Props = { readonly opened: boolean; readonly onClose: () => void }

/** Brings a provider's export of what became of its messages into the log: file, columns and what would happen, done. */
export function ReportDrawer({ opened, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <SideDrawer opened={opened} onClose={onClose} size="52rem" title={t('reports.title')}>
      <Steps onClose={onClose} />
    </SideDrawer>
  )
}

function Steps({ onClose }: Pick<Props, 'onClose'>) {
  const { t } = useTranslation()
  const report = useReport()
  const { reading, done, progress } = report
  return (
    <Stack gap="md">
      {report.error && <FailureAlert error={report.error} />}
      {done && <ReportDone done={done} onClose={onClose} />}
      {!done && (!report.file || report.error) && !reading && <ReportFile busy={report.taking} onChoose={report.choose} onDrop={report.drop} />}
      {!done && report.file && !report.error && !report.isRead && (
        <div>
          <Text size="sm" role="status">
            {t('reports.reading')} {progress && progress.total > 0 && t('reports.progress', { done: progress.done, total: progress.total })}
          </Text>
          <Progress value={progress && progress.total > 0 ? (100 * progress.done) / progress.total : 100} animated aria-label={t('reports.reading')} />
        </div>
      )}
      {!done && reading && (
        <>
          <ReportCheck reading={reading} mapping={report.mapping} onMap={report.map} />
          <Acts report={report} />
        </>
      )}
    </Stack>
  )
}

function Acts({ report }: { readonly report: Report }) {
  const { t } = useTranslation()
  const { reading, isRead } = report
  if (!reading) return null
  const changes = changesOf(reading)
  return (
    <Group gap="sm">
      {changes > 0 ? (
        <Button onClick={report.apply} loading={report.applying} disabled={!isRead || mappingLack(report.mapping) !== null}>
          {t('reports.apply', { count: changes })}
        </Button>
      ) : (
        isRead && mappingLack(report.mapping) === null && <Text fw={600}>{t('reports.nothing')}</Text>
      )}
      <Button variant="default" onClick={report.another} disabled={report.applying}>
        {t('reports.another')}
      </Button>
    </Group>
  )
}
