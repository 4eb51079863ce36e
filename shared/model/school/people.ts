/** Words of the records about families. PURE. */

export const GUARDIAN_ROLES = ['primary', 'copy', 'none'] as const
/** primary: the school's first contact for the child · copy: also told when the bursar says so · none: never written to. */
export type GuardianRole = (typeof GUARDIAN_ROLES)[number]

export const PHONE_KINDS = ['mobile', 'landline', 'foreign', 'bad', 'none'] as const
/** What is known of a guardian's number. bad: something is on file that cannot be a number; none: nothing is. */
export type PhoneKind = (typeof PHONE_KINDS)[number]
