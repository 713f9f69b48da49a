import { createVirtualClock, createVonageEmulator, type EmulatorConfigInput, type EmulatorEvent } from '@patchbay/vonage-emulator'
import { emulatorConfig } from '../emulator-config.ts'

export interface EmulatedCall {
  events: EmulatorEvent[]
  /** Bodies of the webhooks to the event URL. */
  told: Record<string, unknown>[]
  uuid: string
}

/** One call in virtual time whose answer webhook gets this body; it ends after an hour at the latest. No network. */
export async function emulatedCall(
  answer: string | unknown[],
  callees: EmulatorConfigInput['callees'] = {},
): Promise<EmulatedCall> {
  const clock = createVirtualClock()
  const told: Record<string, unknown>[] = []
  const { answerUrl } = emulatorConfig.application
  const transport = async ({ url, body }: { url: string; body: string | undefined }) => {
    if (url === answerUrl) return { status: 200, body: typeof answer === 'string' ? answer : JSON.stringify(answer) }
    told.push(JSON.parse(body ?? '{}'))
    return { status: 204, body: '' }
  }
  const emulator = createVonageEmulator({ ...emulatorConfig, callees }, { clock, transport })
  const { uuid } = emulator.dial({ from: '15551230001', to: '15557650001' })
  await clock.advance(3_600_000)
  return { events: emulator.events(), told, uuid }
}
