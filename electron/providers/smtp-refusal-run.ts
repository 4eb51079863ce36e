/** Equal refusals in a row: a server that takes nobody's mail, and does not say why in words that are known, must not make 900 families `failed`. */
import type { SendOutcome } from './provider.ts'

const RUN = 3

export type RefusalRun = {
  /** The outcome of an email to `address`, or a fault of the account in its place when it is the third family in a row that is refused with the same code. */
  heard(address: string, outcome: SendOutcome): SendOutcome
}

/** Follows the refusals of one account. After a fault it begins anew: where only these families refuse the school, each "Resume" gets past some of them. */
export function createRefusalRun(): RefusalRun {
  let code = ''
  const families = new Set<string>()
  return {
    heard(address, outcome) {
      if (outcome.kind === 'accepted') families.clear()
      // An unknown or full mailbox is that family's, whoever writes to it.
      if (outcome.kind !== 'rejected' || (outcome.reason !== 'address_refused' && outcome.reason !== 'content_refused')) return outcome
      if (outcome.code !== code) families.clear()
      code = outcome.code
      families.add(address.toLowerCase())
      if (families.size < RUN) return outcome
      families.clear()
      return { kind: 'not_sent', fault: { reason: 'sender_refused', detail: outcome.detail, until: null }, code }
    },
  }
}
