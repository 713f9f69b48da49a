/** Orders versions, the lower first: `1.2.0-dev.3` before `1.2.0` before `1.10.0`. */
export function compareVersions(a: string, b: string): number {
  const [core1 = '', ...pre1] = a.split('-')
  const [core2 = '', ...pre2] = b.split('-')
  return (
    compareParts(core1.split('.'), core2.split('.')) ||
    // what comes before a release has something behind it
    Number(pre1.length === 0) - Number(pre2.length === 0) ||
    compareParts(pre1.join('-').split('.'), pre2.join('-').split('.'))
  )
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [x = '', y = ''] = [a[at], b[at]]
    const difference = /^\d+$/.test(x) && /^\d+$/.test(y) ? Number(x) - Number(y) : x < y ? -1 : Number(x > y)
    if (difference !== 0) return difference
  }
  return 0
}
