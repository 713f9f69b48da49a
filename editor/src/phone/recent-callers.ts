const STORED = 'patchbay.callers'
const KEPT = 5

/** The numbers that this browser called from, the latest first. */
export function recentCallers(): readonly string[] {
  return (localStorage.getItem(STORED) ?? '').split(' ').filter((number) => /^\d+$/.test(number))
}

export function rememberCaller(number: string): void {
  const others = recentCallers().filter((other) => other !== number)
  localStorage.setItem(STORED, [number, ...others].slice(0, KEPT).join(' '))
}
