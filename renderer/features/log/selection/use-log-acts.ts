import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '../../../lib/bridge/api.ts'
import { toastDone } from '../../../lib/toast.tsx'
import type { Act, What } from './selection.ts'

const CALLS: Readonly<Record<Act, (what: What) => Promise<number>>> = {
  retry: async (what) => (await call('messages:retry', what)).queued,
  cancel: async (what) => (await call('messages:cancel', what)).cancelled,
  sent: async (what) => (await call('messages:settle', { what, as: 'sent' })).settled,
  left: async (what) => (await call('messages:settle', { what, as: 'left' })).settled,
}
const DONE = { retry: 'log.retried', cancel: 'log.cancelled', sent: 'log.settled', left: 'log.left' } as const

type Job = { readonly act: Act; readonly whats: readonly What[] }

/** What can be done with messages of the log; says how many it was done with. */
export function useLogActs() {
  const { t } = useTranslation()
  const doing = useMutation({
    mutationFn: async ({ act, whats }: Job) => {
      let count = 0
      for (const what of whats) count += await CALLS[act](what)
      return count
    },
    onSuccess: (count, { act }) => toastDone(t(DONE[act], { count }), t('shell.act.close')),
  })
  return {
    /** The act that is going on. */
    busy: doing.isPending ? doing.variables.act : null,
    error: doing.error,
    run: (act: Act, whats: readonly What[], then?: () => void) => doing.mutate({ act, whats }, { onSuccess: () => then?.() }),
  }
}
export type LogActs = ReturnType<typeof useLogActs>
