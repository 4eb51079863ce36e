/** Reads a time of day as people type it (21:30, 9:05, 2130, 21.30) to "HH:MM", 24 hours; null when it is none. PURE. */
export function readClockTime(text: string): string | null {
  const m = /^(\d{1,2})[:.h ]?(\d{2})$/i.exec(text.trim())
  const [hours, minutes] = [Number(m?.[1]), Number(m?.[2])]
  if (!m || hours > 23 || minutes > 59) return null
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}
