/** How long until something begins, as people read it. PURE. */

/** "0:24", "12:05" for so many ms, never below "0:00"; a begun second counts as whole, so that nothing begins at "0:01". */
export function minutesSeconds(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
