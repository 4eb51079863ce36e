import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Output } from '../../../../shared/ipc/contract.ts'
import { call } from '../../../lib/bridge/api.ts'
import { readDropped } from '../../../lib/bridge/dropped-file.ts'
import { useAct, useAnswer } from '../../../lib/bridge/use-bridge.ts'
import { useOneAtATime } from '../../../lib/bridge/use-one-at-a-time.ts'
import { useWorkProgress } from '../../../lib/bridge/use-work-progress.ts'
import type { ReportMapping } from './report-mapping.ts'

type ReportFile = Output<'reports:receive'>

/** A delivery report on its way into the log: taken in, read with these columns, applied. */
export function useReport() {
  const [file, setFile] = useState<ReportFile | null>(null)
  const [mapping, setMapping] = useState<ReportMapping | null>(null)
  const take = useMutation({
    mutationFn: (from: () => Promise<ReportFile | null>) => from(),
    onSuccess: (taken) => {
      if (!taken) return
      setFile(taken)
      setMapping(null)
    },
  })
  const read = useAnswer('reports:read', { token: file?.token ?? '-', mapping }, { enabled: file !== null, keepLast: true })
  const reading = read.data?.file.token === file?.token && !read.error ? (read.data ?? null) : null
  const progress = useWorkProgress('report-read', read.isFetching)
  const apply = useAct('reports:apply')
  const applying = useWorkProgress('report-apply', apply.isPending)
  return {
    file,
    reading,
    /** As it was corrected, or as the console guessed. */
    mapping: mapping ?? reading?.mapping ?? {},
    isRead: reading !== null && !read.isFetching && !read.isPlaceholderData,
    progress: progress ?? applying,
    error: take.error ?? read.error ?? apply.error,
    taking: take.isPending,
    applying: apply.isPending,
    done: apply.data ?? null,
    choose: () => take.mutate(() => call('reports:choose', {})),
    drop: (dropped: File) => take.mutate(() => readDropped(dropped).then((file) => call('reports:receive', file))),
    map: setMapping,
    apply: useOneAtATime(async () => {
      if (reading) await apply.mutateAsync({ token: reading.file.token, mapping: mapping ?? reading.mapping })
    }),
    another: () => {
      setFile(null)
      setMapping(null)
      take.reset()
      apply.reset()
    },
  }
}
export type Report = ReturnType<typeof useReport>
