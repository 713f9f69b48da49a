/** The letters that networks carry in seven bits each (3GPP TS 23.038, §6.2.1). */
const SEVEN_BIT =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
/** These take two places. */
const ESCAPED = '\f^{}\\[~]|€'

/** How a text goes out: in one part, or in several that each say which they are. */
const ROOM = { sevenBit: { alone: 160, each: 153 }, unicode: { alone: 70, each: 67 } } as const

/** How many parts a network charges a text message as. An empty text is none. */
export function smsParts(text: string): { unicode: boolean; parts: number } {
  const letters = [...text]
  const unicode = letters.some((letter) => !SEVEN_BIT.includes(letter) && !ESCAPED.includes(letter))
  // in sixteen bits, an emoji takes two places
  const widths = letters.map((letter) => (unicode ? letter.length : ESCAPED.includes(letter) ? 2 : 1))
  const { alone, each } = unicode ? ROOM.unicode : ROOM.sevenBit
  const length = widths.reduce((sum, width) => sum + width, 0)
  if (length <= alone) return { unicode, parts: length === 0 ? 0 : 1 }
  // no letter is cut in two
  let parts = 1
  let used = 0
  for (const width of widths) {
    if (used + width > each) {
      parts += 1
      used = 0
    }
    used += width
  }
  return { unicode, parts }
}
