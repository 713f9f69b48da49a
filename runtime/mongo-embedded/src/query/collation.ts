import type { TextOrder } from '../bson/compare.ts'
import { numberOf } from '../bson/number.ts'
import { elementsOf, fieldOf, isTruthy, stringOf } from '../bson/read.ts'
import { type BsonValue, T } from '../bson/value.ts'
import { MongoError, refuse } from '../errors.ts'
import { typeName } from './type-names.ts'

/** How strings are ordered, and which are equal. Undefined stands for MongoDB's `simple`: by bytes. */
export type Collation = TextOrder

const NUMBERS = ['strength']
const TEXTS = ['locale', 'caseFirst', 'alternate', 'maxVariable', 'version']
const SWITCHES = ['caseLevel', 'numericOrdering', 'backwards', 'normalization']

/**
 * The `collation` of a command, as Intl.Collator does it: the same library (ICU) and the same rules that MongoDB uses.
 * What Intl.Collator has no option for is refused.
 *
 * @throws {MongoError} 2, 14, 40414, 40415 as MongoDB does, 238 for options that are not built.
 */
export function parseCollation(document: BsonValue | undefined): Collation | undefined {
  if (document === undefined || elementsOf(document).length === 0) return undefined
  for (const { name, value } of elementsOf(document)) assertType(name, value)
  const option = (name: string) => fieldOf(document, name)
  const text = (name: string) => (option(name) === undefined ? undefined : stringOf(option(name) as BsonValue))
  const locale = text('locale')
  if (locale === undefined) throw new MongoError(40414, "BSON field 'collation.locale' is missing but a required field")
  if (locale === 'simple') {
    if (elementsOf(document).length > 1) throw new MongoError(2, "If 'locale' is 'simple', no other options may be set")
    return undefined
  }
  if (isTruthy(option('backwards'))) refuse('backwards in a collation')
  if (isTruthy(option('normalization'))) refuse('normalization in a collation')
  if (text('maxVariable') === 'space') refuse("maxVariable 'space' in a collation")
  const alternate = oneOf('alternate', text('alternate'), ['non-ignorable', 'shifted'])
  const caseFirst = oneOf('caseFirst', text('caseFirst'), ['upper', 'lower', 'off'])
  const collator = new Intl.Collator(languageOf(locale), {
    sensitivity: sensitivityOf(option('strength'), isTruthy(option('caseLevel'))),
    ...(option('numericOrdering') === undefined ? {} : { numeric: isTruthy(option('numericOrdering')) }),
    ...(alternate === undefined ? {} : { ignorePunctuation: alternate === 'shifted' }),
    ...(caseFirst === undefined ? {} : { caseFirst: caseFirst === 'off' ? 'false' : (caseFirst as 'upper' | 'lower') }),
  })
  return { compare: collator.compare }
}

function assertType(name: string, value: BsonValue): void {
  const wanted = NUMBERS.includes(name)
    ? value.isNumber
    : TEXTS.includes(name)
      ? value.type === T.string
      : SWITCHES.includes(name) && (value.type === T.bool || value.isNumber)
  if (![...NUMBERS, ...TEXTS, ...SWITCHES].includes(name))
    throw new MongoError(40415, `BSON field 'collation.${name}' is an unknown field.`)
  if (!wanted) throw new MongoError(14, `BSON field 'collation.${name}' is the wrong type '${typeName(value.type)}'`)
}

function oneOf(name: string, value: string | undefined, allowed: readonly string[]): string | undefined {
  if (value === undefined || allowed.includes(value)) return value
  throw new MongoError(2, `Enumeration value '${value}' for field 'collation.${name}' is not a valid value.`)
}

/** Strengths of ICU under the names of Intl: 1 is base, 1 with case is case, 2 is accent, 3 is variant. */
function sensitivityOf(strength: BsonValue | undefined, caseLevel: boolean): 'base' | 'case' | 'accent' | 'variant' {
  const level = strength === undefined ? 3 : numberOf(strength)
  if (![1, 2, 3, 4, 5].includes(level))
    throw new MongoError(2, `Enumeration value '${level}' for field 'collation.strength' is not a valid value.`)
  if (level > 3) refuse(`strength ${level} in a collation`)
  if (level === 1) return caseLevel ? 'case' : 'base'
  if (caseLevel) refuse(`caseLevel with strength ${level} in a collation`)
  return level === 2 ? 'accent' : 'variant'
}

/** MongoDB names locales as ICU does (`fr_CA`, `de@collation=phonebook`), Intl as BCP 47 does. */
function languageOf(locale: string): string {
  const [, language = '', variant] = /^([A-Za-z]{2,3}(?:_[A-Za-z0-9]+)*)(?:@collation=([a-z0-9]+))?$/.exec(locale) ?? []
  const tag = language.replaceAll('_', '-')
  if (language === '' || supported(tag).length === 0)
    throw new MongoError(2, `Field 'locale' is invalid in: { locale: "${locale}" }`)
  if (variant === undefined) return tag
  const name = { phonebook: 'phonebk', traditional: 'trad' }[variant] ?? variant
  const whole = `${tag}-u-co-${name}`
  // a variant that is not there for the language is passed over by Intl without a word
  if (supported(whole).length === 0 || new Intl.Collator(whole).resolvedOptions().collation !== name)
    refuse(`the collation ${locale}`)
  return whole
}

function supported(tag: string): string[] {
  try {
    return Intl.Collator.supportedLocalesOf(tag)
  } catch {
    return []
  }
}
