/** Languages that are written without blanks between words: a phrase counts wherever it stands in what was said. */
const WITHOUT_BLANKS: readonly string[] = ['th', 'lo', 'zh-Hant']

/**
 * Finds which of some phrases was said.
 *
 * @param heard What speech recognition understood, most likely first.
 * @param phrases In the same language.
 * @returns The longest phrase within the likeliest text that has one; undefined when none has.
 */
export function matchPhrase(heard: readonly string[], phrases: readonly string[], language: string): string | undefined {
  const bounded = !WITHOUT_BLANKS.includes(language)
  for (const text of heard) {
    const said = bounded ? ` ${plainWords(text)} ` : plainWords(text).replaceAll(' ', '')
    const found = phrases
      .filter((phrase) => {
        const words = plainWords(phrase)
        return words !== '' && said.includes(bounded ? ` ${words} ` : words.replaceAll(' ', ''))
      })
      .toSorted((a, b) => b.length - a.length)
    if (found[0] !== undefined) return found[0]
  }
  return undefined
}

/** Lower case without punctuation. Turkish capital İ and I are both i here, since recognisers write either. */
function plainWords(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll('İ', 'i')
    .toLowerCase()
    .replaceAll('ı', 'i')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}
