const DAY_MS = 24 * 60 * 60 * 1000
/** How long a run, its keys and its legs are kept. */
const KEPT_DAYS = 90

/** Until when a run that begins now is kept. */
export const runKeptUntil = (now: number): Date => new Date(now + KEPT_DAYS * DAY_MS)

/** Until when a draft is kept that is called now: longer than the run of that call, which is read by it. */
export const draftKeptUntil = (now: number): Date => new Date(now + (KEPT_DAYS + 1) * DAY_MS)
