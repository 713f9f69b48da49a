import { type Language, moneyText } from '@patchbay/core'
import { toHtmlText } from '../http/html.ts'
import type { GatewayLink, GatewayPayment } from './gateway-records.ts'
import { PAY_TEXTS, type PayTexts } from './pay-texts.ts'
import { TEST_CARDS } from './test-card.ts'

/** The whole style of the payment pages; its sum stands in their policy. */
export const PAY_STYLE =
  ':root{color-scheme:light dark;--ink:#16202b;--soft:#4b5967;--line:#7b8794;--paper:#fff;--note:#fdf3d8;--go:#0f766e;--bad:#b42318}' +
  '@media(prefers-color-scheme:dark){:root{--ink:#e8edf2;--soft:#b4c0cc;--line:#6d7986;--paper:#12181f;--note:#3a2f12;--go:#2dd4bf;--bad:#ff9b8f}}' +
  '*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 "Noto Sans","Noto Sans Thai","Noto Sans Lao","Noto Sans TC",system-ui,sans-serif}' +
  'main{max-width:26rem;margin:0 auto;padding:24px 16px}h1{font-size:1.1rem;margin:0 0 4px}p{margin:0 0 16px}' +
  '.amount{font-size:2rem;font-weight:600;font-variant-numeric:tabular-nums;overflow-wrap:anywhere;margin:0}.for{color:var(--soft);overflow-wrap:anywhere}' +
  '.note{background:var(--note);padding:12px;border-radius:6px}.bad{color:var(--bad);font-weight:600}' +
  'label{display:block;margin-bottom:12px}input{display:block;width:100%;font:inherit;padding:10px 12px;margin-top:4px;color:inherit;background:transparent;border:1px solid var(--line);border-radius:6px}' +
  '.two{display:grid;grid-template-columns:1fr 1fr;gap:12px}@media(max-width:340px){.two{grid-template-columns:1fr}}' +
  'button{font:inherit;font-weight:600;width:100%;min-height:48px;border:0;border-radius:6px;background:var(--go);color:var(--paper);cursor:pointer;margin-bottom:12px}' +
  'button.no{background:transparent;color:var(--ink);border:1px solid var(--line)}:focus-visible{outline:3px solid var(--go);outline-offset:2px}' +
  'summary{cursor:pointer;color:var(--soft)}ul{list-style:none;padding:0;font-variant-numeric:tabular-nums}'

const page = (language: Language, title: string, body: string): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
  `<meta name="robots" content="noindex"><title>${toHtmlText(title)}</title><style>${PAY_STYLE}</style></head><body><main>${body}</main></body></html>`

const head = (text: PayTexts, amount: string, description: string): string =>
  `<h1>${text.title}</h1><p class="amount">${toHtmlText(amount)}</p><p class="for">${toHtmlText(description)}</p>`

const amountOf = ({ amount, currency }: Pick<GatewayLink, 'amount' | 'currency'>, language: Language) =>
  moneyText(amount, currency, language)

/** Where a customer types a card. @param problem What was wrong with the last one. */
export function cardPage(language: Language, link: GatewayLink, problem?: string): string {
  const text = PAY_TEXTS[language]
  const amount = amountOf(link, language)
  const field = (name: string, label: string, autocomplete: string, length: number) =>
    `<label for="${name}">${label}<input id="${name}" name="${name}" required inputmode="numeric" autocomplete="${autocomplete}" maxlength="${length}"` +
    `${problem === undefined ? '' : ' aria-describedby="problem"'}></label>`
  const cards = Object.keys(TEST_CARDS).map((digits) => `<li>${digits.replace(/(.{4})(?=.)/g, '$1 ')}</li>`)
  return page(
    language,
    text.title,
    `${head(text, amount, link.description)}<p class="note">${text.testOnly}</p>` +
      `${problem === undefined ? '' : `<p class="bad" id="problem" role="alert">${problem}</p>`}` +
      `<form method="post" autocomplete="on">${field('number', text.number, 'cc-number', 23)}<div class="two">` +
      `${field('expiry', text.expiry, 'cc-exp', 7)}${field('code', text.code, 'cc-csc', 4)}</div>` +
      `<button>${toHtmlText(text.pay.replace('{amount}', amount))}</button></form>` +
      `<details><summary>${text.cards}</summary><ul>${cards.join('')}</ul></details>`,
  )
}

/** What a customer's bank asks them. */
export function bankPage(language: Language, payment: GatewayPayment): string {
  const text = PAY_TEXTS[language]
  const question = text.bankText.replace('{amount}', amountOf(payment, language))
  return page(
    language,
    text.bank,
    `<h1>${text.bank}</h1><p>${toHtmlText(question)}</p><p class="note">${text.testOnly}</p><form method="post">` +
      `<button name="agree" value="yes">${text.agree}</button><button class="no" name="agree" value="no">${text.disagree}</button></form>`,
  )
}

/** How it ended. */
export function endPage(language: Language, what: EndText, of?: Pick<GatewayLink, 'amount' | 'currency'>): string {
  const text = PAY_TEXTS[language]
  const amount = of === undefined ? '' : head(text, amountOf(of, language), '')
  return page(language, text.title, `${amount || `<h1>${text.title}</h1>`}<p role="status">${text[what]}</p>`)
}
export type EndText = 'paid' | 'partlyPaid' | 'declined' | 'cancelled' | 'noAnswer' | 'over' | 'off'
