import { parsePhone } from '@patchbay/plugin-sdk'
import type { Details } from './stored.ts'

/** Records are found by whole values only, so each beginning of a word is one. Longer ones are cut. */
const BEGINNING_MAX = 8
const TERMS_MAX = 150
/** Scripts that put no space between words: every two signs in a row are a term, and each sign of Chinese. */
const UNSPACED = /[\p{sc=Thai}\p{sc=Lao}\p{sc=Han}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Hiragana}\p{sc=Katakana}]/u

/** As it is compared: small letters, no accents, and one i for all that Turkish has. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[İIıi]/g, 'i')
    .toLowerCase()
    // accents of Latin and Greek; those of Thai and Lao are letters
    .replace(/[\u0300-\u036f]/g, '')

const wordsOf = (text: string): string[] => plain(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []

/** The terms that a contact is found by. */
export function termsOf({ name, company = '', emails, handles, phones, externalId = '' }: Details): string[] {
  const texts = [name, company, ...handles, externalId, ...emails.map((email) => email.split('@')[0] ?? '')]
  const spoken = texts.flatMap(wordsOf).flatMap((word) => (UNSPACED.test(word) ? pairsOf(word) : beginningsOf(word)))
  // people know a number by its end
  const ends = phones.flatMap((phone) => [3, 4, 5, 6, 7, 8].map((length) => `#${phone.slice(-length)}`))
  return [...new Set([...spoken, ...ends])].slice(0, TERMS_MAX)
}

/** What is looked for: a record must have every term, and one of these is enough to find it by. */
export function termsSought(text: string): string[] {
  const digits = parsePhone(text)?.slice(-8) ?? (/^[\s\d+().-]{3,}$/.test(text) ? text.replace(/\D/g, '').slice(-8) : undefined)
  if (digits !== undefined && digits.length >= 3) return [`#${digits}`]
  const local = text.includes('@') ? (text.split('@')[0] ?? '') : text
  return wordsOf(local).flatMap((word) => {
    if (!UNSPACED.test(word)) return [word.slice(0, BEGINNING_MAX)]
    const signs = [...word]
    return signs.length === 1 ? signs : pairsOf(word).filter((term) => [...term].length === 2)
  })
}

const beginningsOf = (word: string): string[] =>
  Array.from({ length: Math.min([...word].length, BEGINNING_MAX) }, (_, n) => [...word].slice(0, n + 1).join(''))

function pairsOf(word: string): string[] {
  const signs = [...word]
  return signs.flatMap((sign, at) => [sign, ...(at + 1 < signs.length ? [`${sign}${signs[at + 1]}`] : [])])
}
