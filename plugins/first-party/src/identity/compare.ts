/** Compares two sums of one length; how long it takes says nothing of where they differ. */
export function isSame(one: string, other: string): boolean {
  let differs = one.length ^ other.length
  for (let at = 0; at < one.length; at++) differs |= one.charCodeAt(at) ^ other.charCodeAt(at % Math.max(1, other.length))
  return differs === 0
}
