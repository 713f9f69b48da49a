import { phoneNumberSchema } from '@patchbay/core'
import { type NumberOffer, numberSearchSchema, type OwnedNumber } from '@patchbay/core/http-contract'
import { CommandFailure } from '../command-failure.ts'
import type { NumberQuery } from './number-desk.ts'

/** @throws {CommandFailure} Exit 2: what was typed is no telephone number with its country code. */
export function readNumber(typed: string): OwnedNumber['number'] {
  const parsed = phoneNumberSchema.safeParse(typed.replace(/[\s+().-]/g, ''))
  if (parsed.success) return parsed.data
  throw new CommandFailure(`"${typed}" is no telephone number; it should look like +442079460123.`, { exitCode: 2 })
}

/** @throws {CommandFailure} Exit 2: what was typed is no country. */
export function readCountry(typed: string): string {
  if (/^[A-Za-z]{2}$/.test(typed)) return typed.toUpperCase()
  throw new CommandFailure(`"${typed}" is no country; it should be its two letters, such as GB.`, { exitCode: 2 })
}

/** @throws {CommandFailure} Exit 2: names the option that is wrong. */
export function readSearch({ country, features, pattern, type }: NumberQuery): NumberQuery {
  const given = { country: readCountry(country), features, ...(pattern && { pattern }), ...(type && { type }) }
  const parsed = numberSearchSchema.safeParse(given)
  if (parsed.success) return given
  const option = String(parsed.error.issues[0]?.path[0])
  throw new CommandFailure(`--${option} is "${given[option as 'pattern']}"; ${SEARCH_HINTS[option]}.`, { exitCode: 2 })
}

const SEARCH_HINTS: Readonly<Record<string, string>> = {
  pattern: 'it should be digits, such as 7946',
  features: 'it should be VOICE, SMS, MMS, or some of them with commas between',
  type: 'it should be landline, mobile-lvn or landline-toll-free',
}

const LINKED = { here: 'rings here', elsewhere: 'used by another application', nowhere: 'linked to nothing' } as const

export function ownedLine({ number, country, features, linked, forwards, rules }: OwnedNumber): string {
  const flows = [...new Set(rules.map(({ target }) => target.flowId))]
  const leads = flows.length === 0 ? '' : `; leads to ${flows.join(', ')}`
  const own = forwards === null ? '' : `; forwards by itself (${forwards.kind}: ${forwards.value})`
  return `+${number}  ${country}  ${features.join(',')}  ${LINKED[linked]}${own}${leads}`
}

export const offerLine = ({ number, country, type, features, monthlyCost }: NumberOffer): string =>
  `+${number}  ${country}  ${type}  ${features.join(',')}  €${monthlyCost} a month`
