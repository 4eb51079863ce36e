/** Text as people see it. PURE. */

/**
 * Marks that no screen shows: zero-width spaces and joiners, marks of writing direction, soft hyphens, variation selectors. Phones and websites add
 * them when a number or a name is copied.
 */
const INVISIBLE = /(?:\p{Cf}|\p{Variation_Selector}|\p{Default_Ignorable_Code_Point})/gu
/** Plain letters and figures, which most cells are made of, need no second look. */
const MAY_HAVE = /[^\x20-\x7e]/

/** The text without marks that cannot be seen. */
export function withoutInvisible(text: string): string {
  return MAY_HAVE.test(text) ? text.replace(INVISIBLE, '') : text
}
