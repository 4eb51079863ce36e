/** The whole IPC contract as data: the calls of every domain in one table. */
import type { z } from '../zod.ts'
import { accountCalls } from './accounts.ts'
import { batchCalls } from './batches.ts'
import type { Call } from './call.ts'
import { channelCalls } from './channels.ts'
import { consoleCalls } from './console.ts'
import { importCalls } from './imports.ts'
import { messageCalls } from './messages.ts'
import type { Channel, ChannelOf } from './names.ts'
import { reportCalls } from './reports.ts'
import { settingsCalls } from './settings.ts'
import { templateCalls } from './templates.ts'

export const contract = {
  ...consoleCalls,
  ...settingsCalls,
  ...importCalls,
  ...batchCalls,
  ...messageCalls,
  ...channelCalls,
  ...reportCalls,
  ...templateCalls,
  ...accountCalls,
} satisfies Record<Channel, Call>

type Contract = typeof contract
/** What the page gives. */
export type Input<C extends Channel> = z.input<Contract[C]['input']>
/** What the handler gets, parsed. */
export type Parsed<C extends Channel> = z.output<Contract[C]['input']>
export type Output<C extends Channel> = z.output<Contract[C]['output']>

type OfKind<K extends Call['kind']> = { [C in Channel]: Contract[C]['kind'] extends K ? C : never }[Channel]
/** Calls whose answer stays on the screen, and is asked for again when it is stale. */
export type Query = OfKind<'query'>
/** Calls that do something once. */
export type Act = OfKind<'act'>

/** One handler a call of the domain; a missing or misspelt one does not compile. */
export type Handlers<Domain extends string = string> = { readonly [C in ChannelOf<Domain>]: (input: Parsed<C>) => Output<C> | Promise<Output<C>> }
