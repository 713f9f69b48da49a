import { AT_ANY_TIME, nodeTypeOf } from '@patchbay/core'
import type { Call, CallCame, CallDid, CallEntry, CallNode } from '@patchbay/core/http-contract'
import { useTranslation } from 'react-i18next'
import { useCoreWords } from '../i18n/core-words.ts'
import { recordingName } from '../recordings/recording-name.ts'
import { useMedia } from '../recordings/use-media.ts'
import { useCallFacts } from './call-facts.ts'

/** What stands for what is not shown, in the API's replies. */
const HIDDEN = '•••'

/** What happened in a call, in the reader's words. */
export function useEntryWords({ legs, summary }: Call) {
  const { t } = useTranslation()
  const words = useCoreWords()
  const media = useMedia()
  const { length } = useCallFacts()

  const leg = (name: string): string => {
    const known = legs.find((one) => one.leg === name)
    if (known === undefined || known.direction === 'inbound') return t('calls.leg.caller')
    return `${t('calls.leg.callee')} (${known.number})`
  }

  const came = (event: CallCame): string => {
    switch (event.type) {
      case 'call':
      case 'words':
      case 'silence':
      case 'ringExpired':
      case 'agentOffered':
      case 'conferenceOver':
      case 'recordingMissed':
      case 'transcription':
        return t(`calls.came.${event.type}`)
      case 'keys':
        return t('calls.came.keys', { count: event.count })
      case 'connectOver':
        return event.outcome === null
          ? t('calls.came.connectSettled')
          : t('calls.came.connectOver', { outcome: t(`calls.outcome.${event.outcome}`) })
      case 'queueRound':
        return t('calls.came.queueRound', { position: event.position })
      case 'leg': {
        const plain = t(`calls.status.${event.status}`)
        const status =
          event.durationSeconds === null
            ? plain
            : t('calls.legLasted', { status: plain, length: length(event.durationSeconds * 1000) })
        return t('calls.legIs', { leg: leg(event.leg), status })
      }
      case 'legRefused':
      case 'legMade':
      case 'calleeAnswered':
        return t(`calls.came.${event.type}`, { leg: leg(event.leg) })
      case 'answer':
        return t('calls.came.answer')
      case 'recording':
        return event.seconds === null
          ? t('calls.came.recording')
          : t('calls.legLasted', { status: t('calls.came.recording'), length: length(event.seconds * 1000) })
    }
  }

  const did = (done: CallDid): string => {
    switch (done.type) {
      case 'said':
        return done.text === HIDDEN ? t('calls.did.hidden') : t('calls.did.said', { text: done.text })
      case 'played':
        return t('calls.did.played', { file: recordingName(done.address, media) ?? t('recordings.unknown') })
      case 'asked': {
        const seconds = done.seconds ?? 0
        if (done.keys === null) return t('calls.did.askedWords', { seconds })
        return t(done.words ? 'calls.did.askedBoth' : 'calls.did.askedKeys', { count: done.keys, seconds })
      }
      case 'rang': {
        const rings = t('calls.did.rang', { number: done.number, seconds: done.seconds })
        if (done.whisper === null) return rings
        // a whisper may be a recording
        const said = /^(media:|https:)/.test(done.whisper)
          ? (recordingName(done.whisper, media) ?? t('recordings.unknown'))
          : done.whisper
        const whisper = done.whisper === HIDDEN ? t('calls.did.hidden') : said
        return `${rings}. ${t('calls.did.whisper', { text: whisper })}`
      }
      case 'goal':
        return t('calls.did.goal', { goal: words.option('goal', 'goal', done.goal, done.goal) })
      case 'lookedUp':
        return t(done.writes ? 'calls.did.carriedOut' : 'calls.did.lookedUp', {
          what: words.kind(done.what, nodeTypeOf(done.what)?.editor.title ?? done.what),
        })
      case 'event':
        return t('calls.did.event', { name: done.name })
      case 'told':
        return t('calls.did.told', { team: done.team, told: done.told, members: done.members })
      case 'recorded':
        return t('calls.did.recorded', { mailbox: done.mailbox, seconds: done.seconds })
      case 'recording':
        return t(`calls.did.recording.${done.action}`)
      case 'waited':
        return t('calls.did.waited', { seconds: done.seconds })
      case 'joined':
        return t('calls.did.joined', { leg: leg(done.leg) })
      case 'ticket':
        return t(`calls.ticket.${done.change}`)
      case 'hungUp':
      case 'held':
      case 'leftConference':
      case 'noted':
        return t(`calls.did.${done.type}`)
    }
  }

  /** A card by its name, and its flow where that is not the one that was called. */
  const card = ({ name, type, nodeId, flowId, flowName }: CallNode): string => {
    const kind = type === null ? nodeId : words.kind(type, nodeTypeOf(type)?.editor.title ?? type)
    const shown = name === '' ? kind : name
    return flowId === summary.flow.id ? shown : `${shown} (${t('calls.inFlow', { name: flowName })})`
  }

  const outlet = ({ node, outlet: name, label }: CallEntry['way'][number]): string => {
    if (name === null) return t('calls.theEnd')
    if (name === AT_ANY_TIME) return t('calls.anyTime')
    return node.type === null ? (label ?? name) : words.outlet(node.type, name, label ?? name)
  }

  return { came, did, card, outlet }
}
