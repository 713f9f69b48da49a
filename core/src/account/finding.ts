/** Everything that can be said of a Vonage account. `error`: callers do not get through, or nothing can be seen; `note`: neither good nor bad. */
export const FINDING_SEVERITY = {
  LINE_BUILT_IN: 'note',
  SETTINGS_NOT_VALID: 'error',
  VONAGE_NOT_REACHABLE: 'error',
  VONAGE_ANSWERED_OTHERWISE: 'error',
  CREDENTIALS_REFUSED: 'error',
  CREDENTIALS_GOOD: 'ok',
  APPLICATION_NOT_FOUND: 'error',
  PRIVATE_KEY_REFUSED: 'error',
  APPLICATION_GOOD: 'ok',
  CLOCK_WRONG: 'error',
  PUBLIC_URL_LOCAL: 'error',
  PUBLIC_URL_NOT_HTTPS: 'warning',
  PUBLIC_URL_NOT_ANSWERING: 'warning',
  PUBLIC_URL_LEADS_ELSEWHERE: 'error',
  PUBLIC_URL_GOOD: 'ok',
  VOICE_OFF: 'error',
  WEBHOOK_MISSING: 'error',
  WEBHOOK_LEADS_ELSEWHERE: 'error',
  WEBHOOK_NOT_POST: 'error',
  WEBHOOK_HURRIED: 'warning',
  SIGNED_CALLBACKS_OFF: 'error',
  WEBHOOKS_GOOD: 'ok',
  SIGNATURE_REFUSED: 'error',
  SIGNATURE_NOT_SEEN: 'note',
  SIGNATURE_GOOD: 'ok',
  NUMBERS_NONE: 'warning',
  NUMBER_NOT_LINKED: 'error',
  NUMBER_LINKED_ELSEWHERE: 'error',
  NUMBER_HAS_CALLBACK: 'error',
  NUMBER_WITHOUT_VOICE: 'error',
  NUMBER_LEADS_NOWHERE: 'warning',
  NUMBER_NOT_OWNED: 'warning',
  NUMBERS_UNUSED: 'note',
  NUMBERS_USED_ELSEWHERE: 'note',
  NUMBERS_GOOD: 'ok',
  SERVER_NOT_ASKED: 'note',
  SERVER_USES_OTHER_SETTINGS: 'warning',
} as const satisfies Record<string, 'ok' | 'note' | 'warning' | 'error'>

export type FindingCode = keyof typeof FINDING_SEVERITY

/** What Patchbay can put right by itself: the application's webhooks, a number at Vonage, or the place of a number here. */
export type Mend = 'application' | 'number' | 'place'

const MEND: Partial<Readonly<Record<FindingCode, Mend>>> = {
  VOICE_OFF: 'application',
  WEBHOOK_MISSING: 'application',
  WEBHOOK_LEADS_ELSEWHERE: 'application',
  WEBHOOK_NOT_POST: 'application',
  WEBHOOK_HURRIED: 'application',
  SIGNED_CALLBACKS_OFF: 'application',
  NUMBER_NOT_LINKED: 'number',
  NUMBER_LINKED_ELSEWHERE: 'number',
  NUMBER_HAS_CALLBACK: 'number',
  NUMBER_NOT_OWNED: 'place',
}

/** A finding about the account, as data: its text is looked up by code and language, never stored. */
export interface AccountFinding {
  code: FindingCode
  severity: 'ok' | 'note' | 'warning' | 'error'
  /** What the text mentions. `number` is E.164 without `+`. */
  data: Readonly<Record<string, string | number>>
  mend?: Mend | undefined
}

export function finding(code: FindingCode, data: AccountFinding['data'] = {}): AccountFinding {
  const mend = MEND[code]
  return { code, severity: FINDING_SEVERITY[code], data, ...(mend === undefined ? {} : { mend }) }
}
