import type { Output } from '../../../../shared/ipc/contract.ts'

/** All that is known of one message. */
export type Message = Output<'messages:get'>
