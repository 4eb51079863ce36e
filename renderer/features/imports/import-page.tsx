import { Stepper } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '../../components/layout/page-header.tsx'
import { useStatus } from '../../lib/bridge/use-bridge.ts'
import { CheckStep } from './check/check-step.tsx'
import { ColumnsStep } from './columns/columns-step.tsx'
import { DoneStep } from './done-step.tsx'
import { FileStep } from './file/file-step.tsx'
import { IMPORT_STEPS, useImportStore } from './import-store.ts'
import { useCancel, useColumns, useRows, useTake } from './use-import.ts'

export function ImportPage() {
  const { t } = useTranslation()
  const view = useImportStore()
  const practice = useStatus().mode === 'practice'
  const take = useTake()
  const columns = useColumns()
  const rows = useRows()
  const cancel = useCancel()
  return (
    <>
      <PageHeader title={t('imports.title')} />
      <Stepper active={IMPORT_STEPS.indexOf(view.step)} size="xs" allowNextStepsSelect={false}>
        {IMPORT_STEPS.map((step) => (
          <Stepper.Step key={step} label={t(`imports.steps.${step}`)} allowStepSelect={false} aria-current={step === view.step ? 'step' : undefined} />
        ))}
      </Stepper>
      {view.step === 'file' && <FileStep {...take} practice={practice} />}
      {view.step === 'columns' && view.file && <ColumnsStep {...columns} view={view} onCancel={cancel} />}
      {view.step === 'check' && view.check && <CheckStep {...rows} columns={columns} view={view} check={view.check} onCancel={cancel} />}
      {view.step === 'done' && view.done && <DoneStep done={view.done} fileName={view.file?.name ?? ''} onAnother={view.reset} />}
    </>
  )
}
