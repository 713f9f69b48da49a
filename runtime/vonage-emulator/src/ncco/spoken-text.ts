const TAG = /<\/?([a-z-]+)(?:\s[^<>]*?)?(\/?)>/gi

/** What is spoken of a talk text: SSML tags do not count (V1.2-1); without `<speak>` around it the text is plain and all of it counts. */
export function spokenText(text: string): string {
  return isSsml(text) ? text.replace(TAG, '').trim() : text
}

const ENTITY = /&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);/gi

/** True when the text asks to be read as SSML but is no well-formed XML: tags that do not match up, something around `<speak>`, a bare `<` or `&`. */
export function isBrokenSsml(text: string): boolean {
  if (!isSsml(text)) return false
  const ssml = text.trim()
  const open: string[] = []
  for (const { 0: tag, 1: name = '', 2: selfClosing, index } of ssml.matchAll(TAG)) {
    if (selfClosing) continue
    if (!tag.startsWith('</')) open.push(name)
    else if (open.pop() !== name) return true
    else if (open.length === 0 && index + tag.length < ssml.length) return true
  }
  return open.length > 0 || /[<>&]/.test(ssml.replace(TAG, '').replace(ENTITY, ''))
}

const KNOWN_TAGS = new Set('speak break emphasis lang phoneme prosody say-as s p sub'.split(' '))

/** Tags that no voice knows (V1.13). */
export function unknownTags(text: string): string[] {
  return isSsml(text) ? [...text.matchAll(TAG)].map(([, name = '']) => name).filter((name) => !KNOWN_TAGS.has(name)) : []
}

/** True when a text is to be read as SSML rather than as it stands. */
export function isSsml(text: string): boolean {
  return /^\s*<speak[\s>]/.test(text)
}
