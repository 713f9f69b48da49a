/** Why an NCCO is not carried out. `rule` is an id as in docs/emulator.md, `reason` is what Vonage's error event says (V2.4-1). */
export interface Refusal {
  rule: string
  path: string
  reason: string
}

/** Vonage gives this one sentence for nearly every malformed NCCO (V2.4-1). */
const SYNTAX_ERROR = 'Syntax error in NCCO. Invalid value type or action.'

export function refusal(rule: string, path: string, reason = SYNTAX_ERROR): Refusal {
  return { rule, path, reason }
}
