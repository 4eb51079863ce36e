import { Alert, Button, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { readDate } from '../../../../shared/model/values/date.ts'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { Loading } from '../../../components/feedback/loading.tsx'
import { ActsBar } from '../../../components/layout/acts-bar.tsx'
import { StepHeading } from '../../../components/layout/step-heading.tsx'
import { Failure } from '../../../lib/bridge/api.ts'
import { yearIsRight } from '../../../lib/format/term.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import { LooksPanel } from '../file/looks-panel.tsx'
import type { useImportStore } from '../import-store.ts'
import type { useColumns } from '../use-import.ts'
import { WorkBar } from '../work-bar.tsx'
import { ColumnsTable } from './columns-table.tsx'
import { DateOrderField } from './date-order-field.tsx'
import { HeadingRow } from './heading-row.tsx'
import { chooseColumn, mappingFaults, mappingLacks } from './mapping.ts'
import { RestFields } from './rest-fields.tsx'

type Props = ReturnType<typeof useColumns> & { readonly view: ReturnType<typeof useImportStore.getState>; readonly onCancel: () => void }

export function ColumnsStep({ view, onCancel, ...step }: Props) {
  const { t } = useTranslation()
  const { dayTime } = useFormat()
  const { reading, mapping } = step
  const noHeadings = step.readError instanceof Failure && step.readError.failure.key === 'file_no_header'
  const lacks = mappingLacks(mapping)
  const due = reading?.columns.find(({ index }) => index === mapping.dueOn)
  const datesAsk = (due?.dates === 'unknown' || due?.dates === 'both') && step.dateOrder === null
  const ready =
    reading !== null && Object.keys(mappingFaults(mapping)).length === 0 && yearIsRight(step.year) && readDate(step.dueOn) !== 'not_a_date' && !datesAsk
  return (
    <Stack gap="md">
      <StepHeading key={noHeadings ? 'rows' : 'columns'}>{t('imports.columns.title')}</StepHeading>
      {step.readError && (noHeadings ? <HeadingRow view={view} /> : <FailureAlert error={step.readError} onRetry={step.readAgain} />)}
      {step.checkError && <FailureAlert error={step.checkError} />}
      {!reading && !step.readError && <Loading lines={8} />}
      {reading?.importedAt && (
        <Alert color="yellow" title={t('imports.columns.importedAt', { when: dayTime(reading.importedAt) })}>
          {t('imports.columns.importedAtHint')}
        </Alert>
      )}
      {reading && (
        <>
          <Text>
            <b>{t('imports.columns.fileLine', { name: reading.file.name, count: reading.rows })}</b> {t('imports.columns.lead')}
          </Text>
          <ColumnsTable columns={reading.columns} mapping={mapping} onChoose={(field, index) => view.mapped(chooseColumn(mapping, field, index))} />
          {lacks.money && <Alert color="yellow">{t('imports.columns.noMoney')}</Alert>}
          {lacks.contact && <Alert color="yellow">{t('imports.columns.noContact')}</Alert>}
          {due && <DateOrderField column={due} order={step.dateOrder} onChange={(dateOrder) => view.restChanged({ dateOrder })} />}
          <RestFields {...step} columns={reading.columns} onChange={view.restChanged} />
        </>
      )}
      <LooksPanel
        options={view.options}
        read={reading && { encoding: reading.encoding, delimiter: reading.delimiter, headerRow: reading.headerRow }}
        onChange={view.readAnew}
      />
      {step.checking && <WorkBar label={t('imports.check.running')} progress={step.progress} />}
      <ActsBar>
        <Button onClick={() => step.runCheck(view.answers)} disabled={!ready} loading={step.checking}>
          {t('imports.columns.check')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('imports.cancel')}
        </Button>
        <Text c="dimmed" size="sm">
          {t('imports.cancelHint')}
        </Text>
      </ActsBar>
    </Stack>
  )
}
