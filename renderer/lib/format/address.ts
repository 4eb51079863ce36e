/** Where a message goes, as people write it. PURE. */

const KENYAN_MOBILE = /^\+254([17]\d{2})(\d{3})(\d{3})$/
const KENYAN_OTHER = /^\+254(?=\d{7,9}$)/

/** A stored Kenyan number as parents write it, "0712 345 678"; anything else (a foreign number, an email, a cell of a file) as it is. */
export function addressAsWritten(address: string): string {
  return address.replace(KENYAN_MOBILE, '0$1 $2 $3').replace(KENYAN_OTHER, '0')
}
