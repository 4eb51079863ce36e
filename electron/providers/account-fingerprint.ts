/** The fingerprint of an account at its provider. */
import { createHash } from 'node:crypto'

/** Sixteen hex digits for what names the account, so that no other account is ever asked about this one's messages. */
export function accountFingerprint(...identity: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16)
}
