import { useMutation, useQuery } from '@tanstack/react-query'
import type { ColumnMapping } from '../../../shared/model/school/import.ts'
import { readDate } from '../../../shared/model/values/date.ts'
import { call } from '../../lib/bridge/api.ts'
import { readDropped } from '../../lib/bridge/dropped-file.ts'
import { useAct, useAnswer, useStatus } from '../../lib/bridge/use-bridge.ts'
import { useOneAtATime } from '../../lib/bridge/use-one-at-a-time.ts'
import { useWorkProgress } from '../../lib/bridge/use-work-progress.ts'
import { termAt } from '../../lib/format/term.ts'
import { type RowLine, slicesOf } from './check/check-figures.ts'
import { type Answers, type ImportFile, useImportStore } from './import-store.ts'

/** Step 1: the ways to take a file in. */
export function useTake() {
  const fileChosen = useImportStore((view) => view.fileChosen)
  const take = useMutation({
    mutationFn: (from: () => Promise<ImportFile | null>) => from(),
    onSuccess: (file) => file && fileChosen(file),
  })
  return {
    busy: take.isPending,
    error: take.error,
    choose: () => take.mutate(() => call('imports:choose', {})),
    drop: (file: File) => take.mutate(() => readDropped(file).then((read) => call('imports:receive', read))),
    sample: () => take.mutate(() => call('imports:use-sample', {})),
  }
}

/** Step 2: the file as read, the columns as mapped, and the check that leads on. */
export function useColumns() {
  const { file, options, mapping, rest, checked } = useImportStore()
  const status = useStatus()
  const asked = useAnswer('imports:read', { token: file?.token ?? '', options }, { enabled: file !== null, keepLast: true })
  const reading = asked.data?.file.token === file?.token && !asked.error ? (asked.data ?? null) : null
  const check = useAct('imports:check')
  const progress = useWorkProgress('import-check', check.isPending)
  const known = status.term ?? termAt(status.now, status.zone)
  const chosen: ColumnMapping = mapping ?? reading?.mapping ?? {}
  const term = rest.term ?? known.term
  const year = rest.year ?? known.year
  const run = async (answers: Answers) => {
    const dueOn = readDate(rest.dueOn)
    if (!file || year === '' || dueOn === 'not_a_date') return
    const { dateOrder } = rest
    checked(await check.mutateAsync({ token: file.token, options, mapping: chosen, term, year, dueOn, dateOrder, ...answers }), answers)
  }
  return {
    reading,
    readError: asked.error,
    readAgain: () => void asked.refetch(),
    mapping: chosen,
    term,
    year,
    dueOn: rest.dueOn,
    dateOrder: rest.dateOrder,
    checking: check.isPending,
    checkError: check.error,
    progress,
    // What went wrong is in `checkError`, which the page shows.
    runCheck: (answers: Answers) => void run(answers).catch(() => {}),
  }
}

/** Step 3: the rows of the open tab, and the act itself. */
export function useRows() {
  const { check, tab, offset, finished } = useImportStore()
  const rows = useQuery<RowLine[]>({
    queryKey: ['imports:rows', check?.checkId, tab, offset],
    enabled: check !== null,
    queryFn: async () => {
      if (!check) return []
      const answers = await Promise.all(slicesOf(tab, offset, check).map((slice) => call('imports:rows', { checkId: check.checkId, ...slice })))
      return answers.flatMap((answer) => answer.rows)
    },
  })
  const commit = useAct('imports:commit')
  const progress = useWorkProgress('import-commit', commit.isPending)
  const bringIn = useOneAtATime(async () => {
    if (check) finished(await commit.mutateAsync({ checkId: check.checkId }))
  })
  return {
    rows: rows.data ?? null,
    rowsError: rows.error,
    rowsAgain: () => void rows.refetch(),
    committing: commit.isPending,
    // An older check's failure says nothing of this one.
    commitError: commit.variables?.checkId === check?.checkId ? commit.error : null,
    forgetCommitError: commit.reset,
    progress,
    commit: bringIn,
  }
}

/** Leaves the import; nothing of it stays. */
export function useCancel(): () => void {
  const { file, reset } = useImportStore()
  const discard = useAct('imports:discard')
  return () => {
    if (file) discard.mutate({ token: file.token })
    reset()
  }
}
