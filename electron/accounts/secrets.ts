/**
 * The keys and passwords of the accounts. Each one that is typed is kept under a name of its own, and the records say which name is in use.
 * So an account and its secret change in one commit. A console that is killed at any moment has the old pair or the new pair.
 */
import { z } from 'zod'
import type { Reader, Tx } from '../../db/client.ts'
import { readSetting, writeSetting } from '../../db/queries/settings.ts'
import type { Context } from '../platform/context.ts'

const NAMES = ['sms-api-key', 'email-password', 'relay-token', 'mailbox-password'] as const
export type AccountSecret = (typeof NAMES)[number]
type Kept = Pick<Context, 'db' | 'secrets'>

/** `owner`: whom it was typed for. `keptAs`: its name in the key store. */
const onFileSchema = z.object({ owner: z.string(), keptAs: z.string() }).nullable()
const onFile = (db: Pick<Reader, 'get'>, name: AccountSecret) => onFileSchema.parse(readSetting(db, name) ?? null)

/**
 * The secret that was typed for this owner; null where there is none. Whoever could change an address alone could have a secret sent to their own, so one
 * that was typed for another owner is never told.
 */
export async function secretOf({ db, secrets }: Kept, name: AccountSecret, owner: string): Promise<string | null> {
  const kept = onFile(db, name)
  return kept?.owner === owner ? secrets.get(kept.keptAs) : null
}

/** When the secret of this owner was typed, ms UTC; null where there is none. */
export async function secretSetAt({ db, secrets }: Kept, name: AccountSecret, owner: string): Promise<number | null> {
  const kept = onFile(db, name)
  return kept?.owner === owner ? secrets.setAt(kept.keptAs) : null
}

/** What becomes of the secret on file. One typed just now for its owner takes its place; otherwise it stays, or goes with its account. */
export type SecretChange = { readonly owner: string; readonly typed: string } | 'stays' | 'goes'

/** Writes an account down in one commit with what becomes of its secret. */
export async function writeWithSecret(
  context: Kept & Pick<Context, 'log'>,
  name: AccountSecret,
  change: SecretChange,
  now: number,
  write: (tx: Tx) => void,
): Promise<void> {
  const next = typeof change === 'string' ? null : await keep(context, name, change)
  let unused = next?.keptAs
  try {
    unused = await context.db.write((tx) => {
      write(tx)
      if (change === 'stays') return undefined
      const before = onFile(tx, name)?.keptAs
      writeSetting(tx, name, next, now)
      return before
    })
  } finally {
    if (unused !== undefined) await forget(context, (one) => one === unused)
  }
}

async function keep({ secrets }: Kept, name: AccountSecret, { owner, typed }: { readonly owner: string; readonly typed: string }) {
  const keptAs = `${name}.${crypto.randomUUID()}`
  await secrets.set(keptAs, typed)
  return { owner, keptAs }
}

/** Removes what a console that was killed left in the key store with nothing to refer to it. To be called while no account is being saved. */
export async function sweepSecrets(context: Kept & Pick<Context, 'mode' | 'log'>): Promise<void> {
  // practice has the same key store, and its records refer to nothing in it
  if (context.mode === 'practice') return
  const inUse = NAMES.map((name) => onFile(context.db, name)?.keptAs)
  await forget(context, (one) => !inUse.includes(one))
}

/** The account is as it should be all the same: what could not be removed is tried again at the next start. */
async function forget({ secrets, log }: Pick<Context, 'secrets' | 'log'>, which: (name: string) => boolean): Promise<void> {
  await secrets.forget(which).catch((error: unknown) => log.error('a secret that is not needed any more could not be removed', error))
}
