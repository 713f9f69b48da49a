import type { SentMessage } from '@patchbay/core/http-contract'
import type { AuthoredTexts } from '../masking/authored-texts.ts'
import { maskParty } from '../masking/mask-text.ts'
import type { TurnContent } from '../runs/turn-content.ts'
import type { StoredMessage } from '../storage/message-store.ts'

/** What the run asked to be sent, by the beginning of the messages' ids: the key of the request. */
interface Asked {
  to: string | null
  from: string | null
  team: string | null
  text: string
}

interface Seen {
  runId: string
  startedAt: Date
  /** Of every turn; null once it was erased. */
  contents: readonly (TurnContent | null)[]
}

/** The text messages of a call: what became of each stands on its record, whom it was for in the turn that wanted it. */
export function toSentMessages(
  stored: readonly StoredMessage[],
  { runId, startedAt, contents }: Seen,
  authored: AuthoredTexts,
): SentMessage[] {
  const asked = new Map<string, Asked>()
  for (const content of contents)
    for (const effect of content?.effects ?? []) {
      if (effect.type !== 'request') continue
      const { request, requestId } = effect
      const from = content?.state.calledNumber ?? null
      if (request.kind === 'sendMessage') {
        const { to, text, sender } = request
        asked.set(`${runId}/${requestId}`, { to: maskParty(digitsOf(to)), from: sender ?? from, team: null, text })
      }
      if (request.kind === 'notifyTeam') {
        asked.set(`${runId}/${requestId}`, { to: null, from, team: request.team, text: request.text })
      }
    }
  return stored.flatMap(({ _id, status, at, reason, parts, cost = null }) => {
    if (status === 'received') return []
    // of a team each member has one
    const wanted = asked.get(_id) ?? asked.get(_id.slice(0, _id.lastIndexOf('/')))
    return [
      {
        id: _id,
        offsetMs: Math.max(0, at.getTime() - startedAt.getTime()),
        to: wanted?.to ?? null,
        from: wanted?.from ?? null,
        team: wanted?.team ?? null,
        text: wanted === undefined ? null : authored.text(wanted.text),
        status,
        reason,
        parts,
        cost,
      },
    ]
  })
}

const digitsOf = (written: string): string => written.replace(/[\s().-]/g, '')
