/** Services keep a name in two parts: the last word is the family's. A name of one word is one. */
export function splitName(name: string): { first: string; last: string } {
  const words = name.trim().split(/\s+/)
  const last = words.pop() ?? ''
  return { first: words.join(' '), last }
}

export const joinName = (first: string | null | undefined, last: string | null | undefined): string =>
  [first, last].filter((part) => part !== null && part !== undefined && part !== '').join(' ')
