import { generateKeyPairSync } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../clock/virtual-clock.ts'
import type { EmulatorConfigInput } from '../config.ts'
import { createVonageEmulator, type VonageEmulator } from '../emulator.ts'
import type { EmulatorEvent } from '../log/events.ts'
import { type CustomerApplication, type Reply, startCustomerApplication } from './customer-application.ts'

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
export const privateKeyPem = keys.privateKey
export const applicationId = '6f1c9a52-3d3b-4b0e-9a61-6a7d4f0c2b11'
export const account = {
  apiKey: 'abcd1234',
  apiSecret: 'account-secret',
  signatureSecret: 'a signature secret that is long enough',
}

export const caller = '15551230001'
export const ours = '15557650001'
export const agent = '15558880001'

type Over<Key extends keyof EmulatorConfigInput> = Partial<EmulatorConfigInput[Key]>
export interface BenchOptions {
  application?: Over<'application'>
  switches?: Over<'switches'>
  callees?: EmulatorConfigInput['callees']
  limits?: EmulatorConfigInput['limits']
  playback?: EmulatorConfigInput['playback']
  regionUrl?: string
  regions?: EmulatorConfigInput['regions']
  numbers?: EmulatorConfigInput['numbers']
  recipients?: EmulatorConfigInput['recipients']
}

/** An emulator in virtual time beside a customer's application; both are closed when the test ends. */
export interface Bench {
  emulator: VonageEmulator<VirtualClock>
  application: CustomerApplication
  clock: VirtualClock
  url: string
  /** Somebody dials, and hears what the answer webhook is answered with. Returns the leg's uuid once all webhooks are through. */
  call(ncco: Reply): Promise<string>
  /** Events of one type, oldest first. */
  events<Type extends EmulatorEvent['type']>(type: Type): Extract<EmulatorEvent, { type: Type }>[]
  /** Texts of all talks that began, in order. */
  heard(): (string | undefined)[]
  /** Lets time pass until the leg has ended. */
  untilEnd(legUuid: string): Promise<void>
  /** Lets time pass until one more leg rings, and names it. */
  untilRinging(): Promise<string>
}

export function configFor(applicationUrl: string, options: BenchOptions = {}): EmulatorConfigInput {
  const { application, ...rest } = options
  return {
    account,
    application: {
      id: applicationId,
      publicKeyPem: keys.publicKey,
      answerUrl: `${applicationUrl}/answer`,
      eventUrl: `${applicationUrl}/event`,
      fallbackUrl: `${applicationUrl}/fallback`,
      ...application,
    },
    numbers: [ours, '447700900999'],
    ...rest,
  }
}

export async function startBench(options: BenchOptions = {}): Promise<Bench> {
  const application = await startCustomerApplication()
  const clock = createVirtualClock()
  const emulator = createVonageEmulator(configFor(application.url, options), { clock })
  const { url } = await emulator.listen(0)
  onTestFinished(async () => {
    await emulator.close()
    await application.close()
  })

  const events: Bench['events'] = (type) => emulator.events().filter((event) => event.type === type) as never
  return {
    emulator,
    application,
    clock,
    url,
    events,
    async call(ncco) {
      application.script('/answer', ncco)
      const { uuid } = emulator.dial({ from: caller, to: ours })
      await clock.settle()
      return uuid
    },
    heard: () => events('heard.started').map(({ text }) => text),
    untilEnd: (legUuid) => clock.runUntil(() => emulator.leg(legUuid).state === 'ended'),
    async untilRinging() {
      const before = events('leg.ringing').length
      await clock.runUntil(() => events('leg.ringing').length > before)
      return events('leg.ringing').at(-1)?.legUuid ?? ''
    },
  }
}
