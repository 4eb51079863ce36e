import { createHash } from 'node:crypto'

/** A short fingerprint of what names an account at its provider: what another account says of a message is never taken for what this one did with it. */
export function accountMark(...identity: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16)
}
