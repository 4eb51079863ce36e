/** Days between two instants by the calendar of a zone, as people count them: yesterday evening is one day ago. PURE. */
export function daysSince(then: number, now: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const day = (at: number) => Date.parse(parts.format(at))
  return Math.max(0, Math.round((day(now) - day(then)) / 86_400_000))
}
