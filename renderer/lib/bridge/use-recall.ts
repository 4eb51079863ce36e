import { useTranslation } from 'react-i18next'
import { toastDone } from '../toast.tsx'
import { useAct } from './use-bridge.ts'

/** Calls a send back as far as it has not been handed over, or ends its hold window now. */
export function useRecall() {
  const { t } = useTranslation()
  const cancel = useAct('campaigns:cancel')
  const release = useAct('campaigns:release')
  return {
    busy: cancel.isPending || release.isPending,
    error: cancel.error ?? release.error,
    cancel: (campaignId: number) =>
      cancel.mutate(
        { campaignId },
        {
          onSuccess: ({ cancelled }) =>
            toastDone(cancelled === 0 ? t('shell.recall.late') : t('shell.recall.done', { count: cancelled }), t('shell.act.close')),
        },
      ),
    release: (campaignId: number) => release.mutate({ campaignId }),
  }
}
export type Recall = ReturnType<typeof useRecall>
