import type { Language } from '../flow/language.ts'
import type { AccountFinding, FindingCode } from './finding.ts'
import { en } from './finding-texts/en.ts'
import { lo } from './finding-texts/lo.ts'
import { th } from './finding-texts/th.ts'
import { tr } from './finding-texts/tr.ts'
import { zhHant } from './finding-texts/zh-hant.ts'

export const FINDING_TEXTS: Readonly<Record<Language, Readonly<Record<FindingCode, string>>>> = {
  en,
  th,
  tr,
  lo,
  'zh-Hant': zhHant,
}

/**
 * A finding about the account in words.
 *
 * @param sayNumber How a telephone number, given as E.164 without `+`, is written.
 */
export function findingText(
  { code, data }: Pick<AccountFinding, 'code' | 'data'>,
  language: Language,
  sayNumber = (digits: string) => `+${digits}`,
): string {
  return FINDING_TEXTS[language][code].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(data[name] ?? '')
    return name === 'number' ? sayNumber(value) : value
  })
}
