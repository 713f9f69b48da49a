import { PluginError } from '@patchbay/plugin-sdk'
import { plainDigits } from '../text/plain-digits.ts'
import type { Question } from './stored.ts'

const WORDS_MAX = 2000
const YES = ['1', 'yes', 'true', 'y']
const NO = ['2', '0', 'no', 'false', 'n']

/** The ends of what may be answered; undefined for words. */
export function scaleOf({ kind, lowest, highest }: Question): { lowest: number; highest: number } | undefined {
  switch (kind) {
    case 'csat':
      return { lowest: 1, highest: 5 }
    case 'nps':
      return { lowest: 0, highest: 10 }
    case 'ces':
      return { lowest: 1, highest: 7 }
    case 'fcr':
    case 'yesNo':
      return { lowest: 0, highest: 1 }
    case 'scale':
      return { lowest: lowest ?? 1, highest: highest ?? 5 }
    case 'comment':
      return undefined
  }
}

/** Whether an answer is one that somebody should look after. */
export function isLow(question: Question, value: number | undefined): boolean {
  const usual = { csat: 2, nps: 6, ces: 3, fcr: 0, yesNo: undefined, scale: undefined, comment: undefined }[question.kind]
  const lowAt = question.lowAt ?? usual
  return value !== undefined && lowAt !== undefined && value <= lowAt
}

/**
 * Reads what was pressed, said or written. On a keypad 1 is yes and 2 is no; `#` ends two digits.
 *
 * @throws {PluginError} `INVALID_INPUT` for what is no answer to the question.
 */
export function readAnswer(question: Question, given: string): { value: number } | { words: string } {
  const text = plainDigits(given).trim()
  const scale = scaleOf(question)
  if (scale === undefined) {
    const words = given.trim().slice(0, WORDS_MAX)
    if (words === '') throw new PluginError('INVALID_INPUT', 'There is no answer')
    return { words }
  }
  const plain = text.replace(/[#*]$/, '').trim().toLowerCase()
  if (question.kind === 'fcr' || question.kind === 'yesNo') {
    if (YES.includes(plain)) return { value: 1 }
    if (NO.includes(plain)) return { value: 0 }
    throw new PluginError('INVALID_INPUT', 'The answer is neither yes nor no')
  }
  const value = /^\d{1,2}$/.test(plain) ? Number(plain) : Number.NaN
  if (value >= scale.lowest && value <= scale.highest) return { value }
  throw new PluginError('INVALID_INPUT', `The answer is not between ${scale.lowest} and ${scale.highest}`)
}
