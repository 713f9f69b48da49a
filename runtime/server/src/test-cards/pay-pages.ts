import { type Language, moneyText } from '@patchbay/core'
import type { Context } from 'koa'
import { toHtmlText } from '../http/html.ts'
import type { PageLetters } from '../public-pages/page-letters.ts'
import { createPageShell, LOGO, SIGNS } from '../public-pages/page-shell.ts'
import type { GatewayLink, GatewayPayment } from './gateway-records.ts'
import { PAY_STYLE } from './pay-style.ts'
import { PAY_TEXTS, type PayTexts } from './pay-texts.ts'
import { type CardRefusal, TEST_CARDS } from './test-card.ts'

/** Why a card did not pay: it was no good, and nothing was tried, or it was declined. */
export type CardProblem = CardRefusal | 'declined'
export type EndText = 'paid' | 'partlyPaid' | 'declined' | 'cancelled' | 'noAnswer' | 'over' | 'off'

export interface PayPages {
  /** Sets what every page is answered with. */
  open(ctx: Context): void
  /** Where a customer types a card. @param problem What was wrong with the last one. */
  card(language: Language, link: GatewayLink, problem?: CardProblem): string
  /** What a customer's bank asks them. */
  bank(language: Language, payment: GatewayPayment): string
  /** How it ended. @param of What was to be paid, where that is known. */
  end(language: Language, what: EndText, of?: Sum): string
}
type Sum = Pick<GatewayLink, 'amount' | 'currency'> & { description?: string }

const FIELDS = [
  { name: 'number', autocomplete: 'cc-number', length: 23, problems: ['noCard', 'notATestCard'] },
  { name: 'expiry', autocomplete: 'cc-exp', length: 7, problems: ['expired'] },
  { name: 'code', autocomplete: 'cc-csc', length: 4, problems: [] },
] as const

const SIGN_OF: Readonly<Record<EndText, string>> = {
  ...{ paid: SIGNS.done, partlyPaid: SIGNS.waiting, noAnswer: SIGNS.waiting },
  ...{ declined: SIGNS.notDone, cancelled: SIGNS.notDone, over: SIGNS.notDone, off: SIGNS.notDone },
}

export function createPayPages(letters: PageLetters): PayPages {
  const { page, open } = createPageShell(letters, PAY_STYLE)

  return {
    open,
    card(language, link, problem) {
      const text = PAY_TEXTS[language]
      const amount = amountOf(link, language)
      const [first, ...others] = FIELDS
      const rowOf = (row: readonly (typeof FIELDS)[number][]) => row.map((field) => fieldOf(field, text, problem)).join('')
      const declined = problem === 'declined' ? `<p class="bad" role="alert">${text.declined} ${text.tryAnother}</p>` : ''
      const cards = Object.entries(TEST_CARDS).map(
        ([digits, { outcome }]) => `<li>${inFours(digits)} <span>${text.outcomes[outcome]}</span></li>`,
      )
      return page(
        language,
        text.title,
        `<h1>${LOGO}${text.title}</h1>${sumOf(link, language)}<p class="note">${text.testOnly}</p>${declined}` +
          `<form method="post" autocomplete="on">${rowOf([first])}${problemOf([first], text, problem)}` +
          `<div class="two">${rowOf(others)}</div>${problemOf(others, text, problem)}` +
          `<button>${toHtmlText(text.pay.replace('{amount}', amount))}</button></form>` +
          `<details><summary>${text.cards}</summary><ul>${cards.join('')}</ul></details>`,
      )
    },

    bank(language, payment) {
      const text = PAY_TEXTS[language]
      const question = text.bankText.replace('{amount}', amountOf(payment, language))
      return page(
        language,
        text.bank,
        `<h1>${LOGO}${text.bank}</h1><p>${toHtmlText(question)}</p><p class="note">${text.testOnly}</p><form method="post">` +
          `<button name="agree" value="yes">${text.agree}</button><button class="no" name="agree" value="no">${text.disagree}</button></form>`,
      )
    },

    end(language, what, of) {
      const text = PAY_TEXTS[language]
      const sum = of === undefined ? '' : sumOf(of, language)
      return page(language, text.title, `<div role="status"><h1>${SIGN_OF[what]}${text[what]}</h1></div>${sum}`)
    },
  }
}

const amountOf = ({ amount, currency }: Sum, language: Language) => moneyText(amount, currency, language)

function sumOf(sum: Sum, language: Language): string {
  const { description = '' } = sum
  return `<p class="amount">${toHtmlText(amountOf(sum, language))}</p>${description === '' ? '' : `<p class="for">${toHtmlText(description)}</p>`}`
}

/** Where whoever types goes on when it is wrong. */
function fieldOf(
  { name, autocomplete, length, problems }: (typeof FIELDS)[number],
  text: PayTexts,
  problem?: CardProblem,
): string {
  const wrong = problem !== undefined && (problems as readonly CardProblem[]).includes(problem)
  return (
    `<div class="field"><label for="${name}">${text[name]}</label><input id="${name}" name="${name}" required inputmode="numeric" ` +
    `autocomplete="${autocomplete}" spellcheck="false" maxlength="${length}"${wrong ? ' aria-invalid="true" aria-describedby="problem" autofocus' : ''}></div>`
  )
}

/** What is wrong stands beneath the fields that it is about. */
const problemOf = (row: readonly (typeof FIELDS)[number][], text: PayTexts, problem?: CardProblem): string =>
  problem === undefined ||
  problem === 'declined' ||
  !row.some(({ problems }) => (problems as readonly CardProblem[]).includes(problem))
    ? ''
    : `<p class="bad" id="problem" role="alert">${text.refused[problem]}</p>`

const inFours = (digits: string): string => digits.replace(/(.{4})(?=.)/g, '$1 ')
