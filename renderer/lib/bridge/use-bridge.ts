/** Answers of the main process, held until an event says that they changed. */
import {
  keepPreviousData,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from '@tanstack/react-query'
import type { Act, Input, Output, Query } from '../../../shared/ipc/contract.ts'
import { hear } from '../time/console-clock.ts'
import { call } from './api.ts'
import { isStaleAfter } from './topics.ts'
import { useBridgeEvent } from './use-bridge-event.ts'

export function createQueryClient(): QueryClient {
  // 'always': the bridge works without internet, and the library would otherwise wait for it. Nothing is tried again by itself: main already did.
  const shared = { networkMode: 'always', retry: false } as const
  return new QueryClient({
    defaultOptions: {
      queries: { ...shared, staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, refetchOnReconnect: false },
      mutations: shared,
    },
  })
}

type Options = { readonly enabled?: boolean /** Show the last answer while the next one is on its way. */; readonly keepLast?: boolean }

/** The answer of a channel for this input, asked again after every change that concerns it. `error` is a {@link Failure}. */
export function useAnswer<C extends Query>(channel: C, input: Input<C>, options: Options = {}): UseQueryResult<Output<C>> {
  return useQuery({
    queryKey: [channel, input],
    queryFn: () => call(channel, input),
    enabled: options.enabled ?? true,
    ...(options.keepLast && { placeholderData: keepPreviousData }),
  }) as UseQueryResult<Output<C>>
}

/** A call that changes something, made by `mutate(input)`. Events, not this hook, refresh what is shown. */
export function useAct<C extends Act>(channel: C): UseMutationResult<Output<C>, Error, Input<C>> {
  return useMutation({ mutationFn: (input: Input<C>) => call(channel, input) })
}

export type Status = Output<'console:status'>

async function askStatus(): Promise<Status> {
  const status = await call('console:status', {})
  hear(status.now)
  return status
}

/** How the console stands. Always there: the page is not drawn before it is known. */
export function useStatus(): Status {
  return useSuspenseQuery({ queryKey: ['console:status', {}], queryFn: askStatus }).data
}

/** Asks again for whatever an event says has changed. Once, at the root of the page. */
export function useFreshAnswers(): void {
  const client = useQueryClient()
  useBridgeEvent('console:changed', ({ topics }) => {
    void client.invalidateQueries({ predicate: ({ queryKey }) => isStaleAfter(String(queryKey[0]), topics) })
  })
}
