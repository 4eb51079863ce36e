import { Alert, Button, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { Loading } from '../../../components/feedback/loading.tsx'
import { ActsBar } from '../../../components/layout/acts-bar.tsx'
import { Pager } from '../../../components/layout/pager.tsx'
import { StepHeading } from '../../../components/layout/step-heading.tsx'
import type { Answers, useImportStore } from '../import-store.ts'
import type { useColumns, useRows } from '../use-import.ts'
import { WorkBar } from '../work-bar.tsx'
import { type Check, onlyConfirms, ROWS_A_PAGE, rowsBroughtIn, rowsIn } from './check-figures.ts'
import { CheckSums } from './check-sums.tsx'
import { CheckTiles } from './check-tiles.tsx'
import { ProposalsBar } from './proposals-bar.tsx'
import { RowsTable } from './rows-table.tsx'
import { ZerosBar } from './zeros-bar.tsx'

type Props = ReturnType<typeof useRows> & {
  readonly check: Check
  readonly columns: Pick<ReturnType<typeof useColumns>, 'runCheck' | 'checking' | 'checkError' | 'progress'>
  readonly view: ReturnType<typeof useImportStore.getState>
  readonly onCancel: () => void
}

export function CheckStep({ check, columns, view, onCancel, ...step }: Props) {
  const { t } = useTranslation()
  const { tab, offset } = view
  const many = rowsBroughtIn(check.rows)
  const confirms = onlyConfirms(check)
  const total = rowsIn(tab, check)
  const asksOfZeros = check.zerosLost > 0 && view.answers.zerosLost === 'ask'
  const again = (answers: Answers) => {
    step.forgetCommitError()
    columns.runCheck(answers)
  }
  return (
    <Stack gap="sm">
      <StepHeading key={check.checkId}>{t('imports.check.title')}</StepHeading>
      {step.commitError && <FailureAlert error={step.commitError} onRetry={() => again(view.answers)} />}
      {columns.checkError && <FailureAlert error={columns.checkError} onRetry={() => again(view.answers)} />}
      <CheckTiles check={check} open={tab} onOpen={view.tabChosen} />
      <CheckSums check={check} />
      {confirms && <Alert>{t('imports.check.unchanged')}</Alert>}
      <ProposalsBar
        proposals={check.proposals}
        accepted={view.answers.acceptProposals}
        busy={columns.checking}
        onAccept={(acceptProposals) => again({ ...view.answers, acceptProposals })}
      />
      <ZerosBar
        rows={check.zerosLost}
        answer={view.answers.zerosLost}
        busy={columns.checking}
        onAnswer={(zerosLost) => again({ ...view.answers, zerosLost })}
      />
      {step.rowsError && <FailureAlert error={step.rowsError} onRetry={step.rowsAgain} />}
      {step.rows ? <RowsTable rows={step.rows} tab={tab} /> : !step.rowsError && <Loading lines={6} />}
      <Pager
        offset={offset}
        limit={ROWS_A_PAGE}
        total={total}
        words={t('imports.check.page', { from: offset + 1, to: Math.min(offset + ROWS_A_PAGE, total), total })}
        previous={t('imports.check.previous')}
        next={t('imports.check.next')}
        onPage={view.paged}
      />
      {many === 0 && !confirms && !asksOfZeros && <Alert color="yellow">{t('imports.check.nothing')}</Alert>}
      {columns.checking && <WorkBar label={t('imports.check.running')} progress={columns.progress} />}
      {step.committing && <WorkBar label={t('imports.check.committing')} progress={step.progress} />}
      <ActsBar>
        <Button onClick={step.commit} disabled={(many === 0 && !confirms) || columns.checking} loading={step.committing}>
          {confirms ? t('imports.check.confirm', { count: check.balances }) : t('imports.check.commit', { count: many })}
        </Button>
        <Button variant="default" onClick={view.backToColumns} disabled={step.committing}>
          {t('imports.back')}
        </Button>
        <Button variant="default" onClick={onCancel} disabled={step.committing}>
          {t('imports.cancel')}
        </Button>
        <Text size="sm" c="dimmed">
          {t('imports.check.split', { create: check.rows.create, change: check.rows.change, rest: check.rows.read - many, read: check.rows.read })}
        </Text>
      </ActsBar>
    </Stack>
  )
}
