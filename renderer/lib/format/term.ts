/** Terms and years of the Kenyan school. PURE. */

/** The term that a date (ms) falls in at the school: January to April is term 1, May to August 2, September to December 3. */
export function termAt(now: number, zone: string): { term: 1 | 2 | 3; year: number } {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: 'numeric' }).formatToParts(now)
  const part = (type: 'year' | 'month') => Number(parts.find((p) => p.type === type)?.value)
  const month = part('month')
  return { term: month <= 4 ? 1 : month <= 8 ? 2 : 3, year: part('year') }
}

/** Whether a year was typed that fees can be for. */
export function yearIsRight(year: number | ''): year is number {
  return year !== '' && year >= 2000 && year <= 2100
}
