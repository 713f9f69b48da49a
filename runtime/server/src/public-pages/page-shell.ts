import { createHash } from 'node:crypto'
import type { Language } from '@patchbay/core'
import type { Context } from 'koa'
import { toPlainHtml } from '../http/html.ts'
import type { PageLetters } from './page-letters.ts'
import { PAGE_STYLE } from './page-style.ts'

/** What is around a page that customers open: no script, nothing from elsewhere. */
export interface PageShell {
  /** @param body HTML. */
  page(language: Language, title: string, body: string): string
  /** Sets what every such page is answered with; what is on it is for one person, and its address is the key to it. */
  open(ctx: Context): void
}

/** @param style What these pages have beside the look of all. */
export function createPageShell(letters: PageLetters, style: string): PageShell {
  const whole = letters.style + PAGE_STYLE + style
  const policy =
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(whole).digest('base64')}' 'self'; font-src 'self'; img-src 'self'; ` +
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
  return {
    page(language, title, body) {
      const sheets = letters.sheets(language).map((href) => `<link rel="stylesheet" href="${href}">`)
      return (
        `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
        `<meta name="robots" content="noindex"><link rel="icon" href="/icon.svg" type="image/svg+xml"><title>${toPlainHtml(title)}</title>` +
        `${sheets.join('')}<style>${whole}</style></head><body><main><div class="card">${body}</div></main></body></html>`
      )
    },
    open(ctx) {
      ctx.set({
        'content-security-policy': policy,
        'cache-control': 'no-store',
        // never told to another site; a form's Origin would be null without one
        'referrer-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      })
      ctx.type = 'html'
    },
  }
}

export const LOGO = '<img src="/icon.svg" width="24" height="24" alt="">'

const signOf = (colour: string, path: string): string =>
  `<svg width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="var(--${colour})" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${path}</svg>`
const ROUND = '<circle cx="12" cy="12" r="9"/>'

/** Signs before what became of it. */
export const SIGNS = {
  done: signOf('accent', `${ROUND}<path d="m8.5 12 2.5 2.5 4.5-5"/>`),
  waiting: signOf('mark', `${ROUND}<path d="M12 7v5l3 2"/>`),
  notDone: signOf('bad', `${ROUND}<path d="m9 9 6 6m0-6-6 6"/>`),
} as const
