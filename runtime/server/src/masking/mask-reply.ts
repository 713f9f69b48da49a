import { assertNever, type NccoAction } from '@patchbay/core'
import type { AuthoredTexts } from './authored-texts.ts'
import { HIDDEN, maskAddress, maskParty } from './mask-text.ts'
import { type Masked, maskWebhook } from './mask-webhook.ts'

type Endpoint = Extract<NccoAction, { action: 'connect' }>['endpoint'][0]

/** An NCCO as it may be looked at: texts as they were written, numbers by their end, addresses without their proof. */
export const maskReply = (actions: readonly NccoAction[], authored: AuthoredTexts): Masked[] =>
  actions.map((action) => maskAction(action, authored) as Masked)

function maskAction(action: NccoAction, authored: AuthoredTexts): object {
  switch (action.action) {
    case 'talk':
      return { ...action, text: authored.text(action.text) }
    case 'stream':
      return { ...action, streamUrl: action.streamUrl.map(authored.recording) }
    case 'input':
      return { ...action, eventUrl: action.eventUrl.map(maskAddress) }
    case 'record': {
      const { transcription, eventUrl } = action
      const written =
        transcription === undefined
          ? {}
          : { transcription: { ...transcription, eventUrl: transcription.eventUrl.map(maskAddress) } }
      return { ...action, ...written, eventUrl: eventUrl.map(maskAddress) }
    }
    case 'notify':
      return { ...action, payload: maskWebhook(action.payload), eventUrl: action.eventUrl.map(maskAddress) }
    case 'connect': {
      const { endpoint, from, ringbackTone, eventUrl } = action
      return {
        ...action,
        endpoint: endpoint.map(maskEndpoint),
        ...(from === undefined ? {} : { from: maskParty(from) }),
        ...(ringbackTone === undefined ? {} : { ringbackTone: authored.recording(ringbackTone) }),
        ...(eventUrl === undefined ? {} : { eventUrl: eventUrl.map(maskAddress) }),
      }
    }
    case 'conversation': {
      const { musicOnHoldUrl } = action
      return musicOnHoldUrl === undefined ? action : { ...action, musicOnHoldUrl: musicOnHoldUrl.map(authored.recording) }
    }
    case 'wait':
      return action
    default:
      return assertNever(action)
  }
}

function maskEndpoint(endpoint: Endpoint): object {
  switch (endpoint.type) {
    case 'phone': {
      const { onAnswer } = endpoint
      const whisper = onAnswer === undefined ? {} : { onAnswer: { url: maskAddress(onAnswer.url) } }
      return { ...endpoint, number: maskParty(endpoint.number), ...whisper }
    }
    case 'sip':
      return { ...endpoint, uri: maskParty(endpoint.uri) }
    case 'websocket':
      return { ...endpoint, uri: maskParty(endpoint.uri), headers: {} }
    case 'app':
      return { ...endpoint, user: HIDDEN }
    case 'vbc':
      return { ...endpoint, extension: HIDDEN }
    default:
      return assertNever(endpoint)
  }
}
