import { createHmac } from 'node:crypto'
import {
  faultsOf,
  faultText,
  type ManifestTrigger,
  readAnswer,
  TRIGGER_OUTLETS,
  type TriggerSignature,
  triggerCall,
} from '@patchbay/core'
import { checkTriggerSignature, type SignedRequest } from '@patchbay/sandbox'
import { counted, found, notApplicable, type Rule } from './rule.ts'
import { outcomeText, type Trial } from './trial.ts'

const NOW = Date.UTC(2026, 0, 15, 9, 0)
const URL_OF_HOOK = 'https://patchbay.example.com/hooks/installation/trigger'
const SOME_BODY = '{"id":"evt_1"}'

/**
 * Whoever cannot sign is refused, and what comes again is known: by the host, from what the manifest says of the signature. Of what no
 * provider signs nothing is believed: the plugin asks, and tells nothing while the service says nothing of the kind.
 */
export const triggersRule: Rule = {
  number: 8,
  title: 'Forged and repeated events are refused',
  async check(trial) {
    const { manifest, fake, secrets } = trial
    const triggers = Object.entries(manifest.triggers)
    if (triggers.length === 0) return notApplicable('no triggers')
    const faults: string[] = []
    let told = 0
    for (const [name, trigger] of triggers) {
      const event = fake.events?.[name]
      const body = event === undefined ? SOME_BODY : JSON.stringify(event.body)
      const { signature } = trigger
      if (signature.scheme !== 'unsigned') {
        faults.push(...forgeries(signature, body, secrets[signature.secret] ?? '').map((fault) => `triggers.${name}: ${fault}`))
      }
      if (event === undefined) continue
      told++
      const sent = { trigger, body: event.body, headers: event.headers ?? {} }
      faults.push(...(await handling(trial, name, sent)))
      if (signature.scheme === 'unsigned') faults.push(...(await believing(trial, name, sent)))
    }
    return found(faults, `${counted(triggers.length, 'trigger')}, ${told} with an event of the fake`)
  },
}

function forgeries(signature: TriggerSignature, body: string, secret: string): string[] {
  const check = (text: string, sent: SignedRequest['headers'], now = NOW) =>
    checkTriggerSignature(
      signature,
      { headers: sent, rawBody: Buffer.from(text), method: 'POST', url: URL_OF_HOOK },
      { secret, now },
    )
  const signed = headersOf(signature, body, secret)
  const isDated = signature.timeHeader !== undefined || signature.parts?.time !== undefined
  const late = NOW + (signature.toleranceSeconds + 1) * 1000
  return [
    ...(check(body, signed) === 'signed' ? [] : ['its own signature does not hold']),
    ...(check(body, headersOf(signature, body, `of-somebody-${secret}`)) === 'notSigned'
      ? []
      : ['a signature by another secret holds']),
    ...(check(body, {}) === 'notSigned' ? [] : ['it holds without a signature']),
    ...(signature.scheme === 'bearer' || check(`${body} `, signed) === 'notSigned' ? [] : ['it holds for another content']),
    ...(!isDated || check(body, signed, late) === 'tooOld' ? [] : ['an old one is taken again']),
  ]
}

/** As the provider signs, by the manifest. */
function headersOf(signature: TriggerSignature, body: string, secret: string): Record<string, string> {
  const { scheme, header, prefix, parts, timeHeader, encoding, signed, secretEncoding } = signature
  if (scheme === 'bearer') return { [header.toLowerCase()]: `${prefix}${secret}` }
  const time = String(NOW / 1000)
  const values: Readonly<Record<string, string>> = { '{body}': body, '{time}': time, '{method}': 'POST', '{url}': URL_OF_HOOK }
  const text = signed.replace(/\{(?:body|time|method|url)\}/g, (part) => values[part] ?? '')
  const key = secretEncoding === 'base64' ? Buffer.from(secret, 'base64') : secret
  const sum = `${prefix}${createHmac(scheme.slice('hmac-'.length), key).update(text).digest(encoding)}`
  const dated = timeHeader === undefined ? {} : { [timeHeader.toLowerCase()]: time }
  if (parts === undefined) return { ...dated, [header.toLowerCase()]: sum }
  const listed = [...(parts.time === undefined ? [] : [`${parts.time}=${time}`]), `${parts.signature}=${sum}`]
  return { ...dated, [header.toLowerCase()]: listed.join(',') }
}

interface Event {
  trigger: ManifestTrigger
  body: unknown
  headers: Readonly<Record<string, string>>
}

async function handling(trial: Trial, name: string, { trigger, body, headers }: Event): Promise<string[]> {
  const at = `triggers.${name}`
  const { id } = trigger
  const own = id === undefined ? '' : 'body' in id ? readAnswer(body, id.body) : headers[id.header.toLowerCase()]
  const unknown = own === null || own === undefined ? [`${at}.id: the event has none there, so a repetition is not known`] : []
  trial.reset()
  const outcome = await trial.run(triggerCall(name), { headers, body, text: JSON.stringify(body) })
  if (outcome.outlet === TRIGGER_OUTLETS.ignored) return [...unknown, `${at}: the event of the fake is ignored`]
  if (outcome.outlet === 'failed') return [...unknown, `${at}: ${outcomeText(outcome)}`]
  return [
    ...unknown,
    ...faultsOf(trigger.output, outcome.output ?? {}).map((fault) => `${at}.output.${fault.path}: ${faultText(fault)}`),
  ]
}

/** Anybody may send it: while the service does not know of it, or does not answer, it is nothing to be told. */
async function believing(trial: Trial, name: string, { body, headers }: Event): Promise<string[]> {
  const faults: string[] = []
  for (const harm of ['404', '500', 'malformed'] as const) {
    trial.reset()
    trial.outside.harm(harm)
    const { outlet } = await trial.run(triggerCall(name), { headers, body, text: JSON.stringify(body) })
    if (outlet === TRIGGER_OUTLETS.handled) faults.push(`triggers.${name}: is believed without a signature (${harm})`)
  }
  return faults
}
