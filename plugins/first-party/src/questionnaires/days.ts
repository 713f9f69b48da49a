/** The day of a moment, as `2026-11-22`, where the business is. */
export function dayAt(ms: number, timeZone = 'UTC'): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(ms)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}

const DAY_MS = 86_400_000

/** Days between two moments, with their parts. */
export const daysBetween = (from: number, to: number): number => (to - from) / DAY_MS

export const daysBefore = (ms: number, days: number): number => ms - days * DAY_MS
