import { dataClassAt, type ManifestAction } from '@patchbay/core'
import type { Installation } from '../installation.ts'
import { guestError } from '../plugin-error.ts'
import type { TakeSecret } from '../ports.ts'
import type { SecretTexts } from './secret-texts.ts'

/** Puts what callers typed at a secure question in place of its token; a part of it in place of `<token>[0,2]`. */
export interface CardTexts {
  /** @throws {AppError} `UNAUTHORIZED` where cards are not granted, `NOT_FOUND` for what was taken or is over. */
  fill(text: string): Promise<string>
}

/** The shortest text that can be a token of the vault. */
const TOKEN_MIN = 16

interface CardCall {
  definition: ManifestAction
  input: Readonly<Record<string, unknown>>
  take: TakeSecret
  /** Something outside may have been changed. */
  touch(): void
}

/** For one call: the tokens that it was given in fields of the class `card`, and no others. */
export function createCardTexts(
  { grants }: Installation,
  { definition, input, take, touch }: CardCall,
  secrets: SecretTexts,
): CardTexts {
  const tokens = Object.entries(input).flatMap(([name, value]) =>
    typeof value === 'string' && value.length >= TOKEN_MIN && dataClassAt(definition.input, name) === 'card' ? [value] : [],
  )
  return {
    async fill(text) {
      let filled = text
      for (const token of tokens.filter((one) => text.includes(one))) {
        if (!grants.dataClasses.includes('card')) throw guestError('UNAUTHORIZED', 'Cards are not granted')
        const digits = await take(token)
        // somebody had it before, and may have used it
        if (digits === undefined) touch()
        if (digits === undefined) throw guestError('NOT_FOUND', 'What the caller typed is not there any more')
        secrets.hide(digits, 'card')
        filled = filled.replace(
          new RegExp(`${token.replace(/[^\w-]/g, '\\$&')}(?:\\[(\\d{1,2}),(\\d{1,2})\\])?`, 'g'),
          (_, from, to) => (from === undefined ? digits : digits.slice(Number(from), Number(to))),
        )
      }
      return filled
    },
  }
}
