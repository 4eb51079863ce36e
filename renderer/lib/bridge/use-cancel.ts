import { useTranslation } from 'react-i18next'
import { toastDone } from '../toast.tsx'
import { useAct } from './use-bridge.ts'

/** Calls a send back as far as it has not been handed over, or ends its hold window now. */
export function useCancel() {
  const { t } = useTranslation()
  const cancel = useAct('batches:cancel')
  const release = useAct('batches:release')
  return {
    busy: cancel.isPending || release.isPending,
    error: cancel.error ?? release.error,
    cancel: (batchId: number) =>
      cancel.mutate(
        { batchId },
        {
          onSuccess: ({ cancelled }) =>
            toastDone(cancelled === 0 ? t('shell.cancelAll.late') : t('shell.cancelAll.done', { count: cancelled }), t('shell.act.close')),
        },
      ),
    release: (batchId: number) => release.mutate({ batchId }),
  }
}
export type Cancel = ReturnType<typeof useCancel>
