import { LANGUAGES, type Language } from '@patchbay/core'
import type { Context } from 'koa'

/** A language of ours by any of its names, such as `th-TH` or `zh-TW`. */
function known(name: string | undefined): Language | undefined {
  if (name === undefined || name === '') return undefined
  if (name === 'zh' || name.startsWith('zh-')) return 'zh-Hant'
  return LANGUAGES.find((language) => name === language || name.startsWith(`${language}-`))
}

/** The customer's language: the first of those that are wanted which we speak, or else as their browser says. */
export function pageLanguage(ctx: Pick<Context, 'acceptsLanguages'>, ...wanted: readonly (string | undefined)[]): Language {
  const best = ctx.acceptsLanguages([...LANGUAGES, 'zh-TW', 'zh-HK'])
  return [...wanted, best === false ? undefined : best].map(known).find((language) => language !== undefined) ?? 'en'
}
