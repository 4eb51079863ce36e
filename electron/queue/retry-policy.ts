/** When a temporary failure is tried again. PURE. */

/** Waits after the first, second and third attempt. The numbers are the requirement's: four attempts in all, then the message is failed. */
const WAITS_MS = [60_000, 120_000, 180_000] as const

/** How long to wait after `attempts` attempts that counted, or null when there were enough. */
export function waitAfter(attempts: number): number | null {
  return WAITS_MS[attempts - 1] ?? null
}
