import { resolve } from 'node:path'
import type { Manifest } from '@patchbay/core'
import { readPluginFolder } from '@patchbay/plugin-tools'
import type { PatchbayServer } from '@patchbay/server'
import type { CallBench } from './call-bench.ts'
import { apiOf } from './publish-on.ts'

const FOLDER = resolve(import.meta.dirname, '../../plugins/first-party/src')
const KEEPERS = ['contacts', 'ledger', 'refund-desk', 'questionnaires', 'one-time-codes'] as const
const CARD = '4242424242424242'

interface Person {
  number: string
  name: string
}
type Output = Readonly<Record<string, unknown>>

/** Puts the plugins in that keep something of customers themselves. */
export async function installKeepers(server: PatchbayServer): Promise<void> {
  for (const name of KEEPERS) {
    const { manifest, code: bundle } = await readPluginFolder(`${FOLDER}/${name}`)
    const { hosts = [], secrets = [], dataClasses = [] } = manifest as Partial<Manifest>
    const grants = { origins: hosts, secrets: secrets.map(({ key }) => key), dataClasses }
    await server.installPlugin({ manifest, bundle, grants })
  }
}

/** Asks an installed plugin for something, as a page does. @throws When nothing came of it. */
export async function askPlugin(bench: Pick<CallBench, 'url'>, path: string, input: object): Promise<Output> {
  const headers = { 'idempotency-key': crypto.randomUUID() }
  const { body } = await apiOf(bench, 'POST', `/plugins/${path.replace('/', '/actions/')}`, { body: { input }, headers })
  const { outlet = 'failed', output = {} } = body as { outlet?: string; output?: Output }
  if (['failed', 'invalidInput', 'needsApproval', 'notEligible', 'tooMany'].includes(outlet))
    throw new Error(`${path}: ${JSON.stringify(body)}`)
  return output
}

/** Leaves something of a customer with each of them: known by number, by the customer's id, or by another record. */
export async function keepOf(bench: Pick<CallBench, 'url'>, { number, name }: Person) {
  const ask = (path: string, input: object) => askPlugin(bench, path, input)
  const spelled = `+${number.slice(0, 2)} ${number.slice(2)}`
  const { id: contactId } = await ask('crm/createContact', { name, phones: [spelled] })
  await ask('crm/addNote', { contactId, text: `${name} moves house` })
  const money = { amount: 490_00, currency: 'THB' }
  const { id: invoiceId } = await ask('ledger/createInvoice', { ...money, phone: spelled, description: `For ${name}` })
  const { url } = await ask('ledger/createPaymentLink', { ...money, invoiceId, description: `Of ${name}` })
  const body = new URLSearchParams({ number: CARD, expiry: '12/39', code: '123' })
  await fetch(String(url), { method: 'POST', body, headers: { origin: bench.url } })
  const { payments } = await ask('ledger/listPayments', { customerId: number })
  const paymentId = (payments as { paymentId: string }[])[0]?.paymentId
  const reason = `${name} was cross`
  const { approvalId } = await ask('refunds/requestApproval', { paymentId, amount: 90_00, reason })
  const credit = await ask('refunds/creditNote', { amount: 10_00, currency: 'THB', customerId: contactId, reason })
  const { responseId } = await ask('surveys/start', { survey: 'csat', customer: number, language: 'en' })
  await ask('surveys/record', { responseId, question: 'satisfaction', value: '2' })
  await ask('surveys/record', { responseId, question: 'why', value: `${name} waited long` })
  const { responseId: linked } = await ask('surveys/sendLink', { survey: 'nps', customer: number, channel: 'sms' })
  await ask('surveys/answerLink', { responseId: linked, question: 'why', value: `${name} wrote it` })
  await ask('identity/setSecret', { customer: number, kind: 'pin', value: '471100' })
  await ask('identity/sendCode', { phone: spelled })
  return { contactId, invoiceId, paymentId, approvalId, creditNote: credit['number'], linked }
}
