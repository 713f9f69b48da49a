/** Which of the application's numbers a random choice takes for a call (V1.8-3): the one that shares the longest beginning, so the same country when there is one. */
export function nearestOwnNumber(numbers: readonly { msisdn: string }[], to: string): string {
  const shared = (msisdn: string) => {
    const differs = [...msisdn].findIndex((digit, index) => digit !== to[index])
    return differs === -1 ? msisdn.length : differs
  }
  return numbers.map(({ msisdn }) => msisdn).reduce((best, msisdn) => (shared(msisdn) > shared(best) ? msisdn : best))
}
