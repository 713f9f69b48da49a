import { type AccountFinding, finding, findingText } from '@patchbay/core'
import { accountCheckSchema, numberListSchema } from '@patchbay/core/http-contract'
import { CommandFailure } from '../command-failure.ts'
import type { Terminal } from '../terminal.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * Looks at the account of the settings, which may be newer than those that a running Patchbay was started with, and asks
 * that Patchbay for what only it knows.
 */
export async function lookAtAccount({ account, running, address }: Surroundings): Promise<AccountFinding[]> {
  const there = running && (await running.get('/api/v1/vonage/check', accountCheckSchema)).body
  if (account === undefined) return there ? there.findings : [finding('LINE_BUILT_IN')]
  if (running === undefined || there === undefined) {
    return [...(await account.check({})), finding('SERVER_NOT_ASKED', { address })]
  }
  const { numbers } = (await running.get('/api/v1/numbers', numberListSchema)).body
  const places = numbers.map(({ number, rules }) => ({ number, leadsSomewhere: rules.length > 0 }))
  const isSame = there.line === 'account' && there.applicationId === account.applicationId
  return [
    ...(await account.check({ places })),
    ...(isSame
      ? there.findings.filter(({ code }) => code.startsWith('SIGNATURE_'))
      : [finding('SERVER_USES_OTHER_SETTINGS', { address })]),
  ]
}

const MARKS = { ok: 'good   ', note: 'note   ', warning: 'warning', error: 'fault  ' } as const

/** @throws {CommandFailure} When there is a fault. */
export function reportFindings(findings: readonly AccountFinding[], terminal: Terminal, json: boolean): void {
  if (json)
    terminal.out(
      JSON.stringify(
        findings.map((one) => ({ ...one, text: findingText(one, 'en') })),
        null,
        2,
      ),
    )
  else {
    for (const one of findings) terminal.out(`${MARKS[one.severity]}  ${findingText(one, 'en')}`)
    if (findings.some(({ mend }) => mend === 'application')) terminal.out('\nTo lead the webhooks here: npx patchbay vonage mend')
    if (findings.some(({ mend }) => mend === 'number'))
      terminal.out('\nTo mend a number: npx patchbay vonage numbers assign <number>')
  }
  const faults = findings.filter(({ severity }) => severity === 'error').length
  if (faults > 0) throw new CommandFailure(faults === 1 ? 'One thing is in the way.' : `${faults} things are in the way.`)
}
