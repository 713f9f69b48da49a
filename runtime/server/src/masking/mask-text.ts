/** Stands for what is not shown. */
export const HIDDEN = '•••'

/** A key that was pressed, shown as pressed and no more. */
export const hiddenKeys = (digits: string): string => '•'.repeat([...digits].length)

/**
 * Who was on a line, so far that somebody who knows the number finds it again: the last four digits of a telephone number, the
 * last two of a short one. Names and addresses are hidden; what Vonage writes for a withheld number is shown.
 */
export function maskParty(party: string): string {
  if (party === '' || /^(anonymous|private|restricted|unavailable|unknown|withheld)$/i.test(party)) return party
  const digits = /^\+?(\d+)$/.exec(party)?.[1]
  if (digits !== undefined) return digits.length < 5 ? HIDDEN : `${HIDDEN}${digits.slice(digits.length < 8 ? -2 : -4)}`
  const exchange = /^(sips?):[^@]*@([\w.-]+)/i.exec(party)
  if (exchange !== null) return `${exchange[1]}:${HIDDEN}@${exchange[2]}`
  return /^wss?:/.test(party) ? maskAddress(party) : HIDDEN
}

/** An address without what could prove or name anything: the house that it leads to, and of our own the path. */
export function maskAddress(address: string): string {
  if (!URL.canParse(address)) return HIDDEN
  const { protocol, host, pathname } = new URL(address)
  const own = /\/vonage\/voice\/(?:(?:runs|whispers)\/[0-9a-f]+\/[\w-]+\/\d+|hold\.wav)$/.exec(pathname)
  return `${protocol}//${host}${own === null ? `/${HIDDEN}` : own[0]}`
}

/** A sentence of Vonage's own: what in it could be a number is hidden. */
export const maskSentence = (sentence: string): string => cut(sentence.replace(/\+?\d[\d\s()-]*\d{2,}/g, HIDDEN), 200)

export const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text)
