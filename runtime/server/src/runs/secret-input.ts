import { type RunEvent, type SecretInput, secretPasses } from '@patchbay/core'
import { VAULT_MAX_MS, type Vault } from '../sealing/vault.ts'
import type { TurnStore } from '../storage/turn-store.ts'
import type { TurnAddress } from '../vonage/turn-address.ts'
import type { RunInHand } from './run-in-hand.ts'
import { unsealContent } from './turn-content.ts'

/**
 * Puts what was typed at a secret question into the vault. What it returns is what the run is told and what the turn keeps: from
 * here on the digits stand nowhere else.
 */
export type SealSecrets = (run: RunInHand, address: TurnAddress, events: readonly RunEvent[], now: number) => Promise<RunEvent[]>

interface Deps {
  vault: Pick<Vault, 'put'>
  turns: Pick<TurnStore, 'at'>
}

export function createSealSecrets({ vault, turns }: Deps): SealSecrets {
  /** What a turn that the run has left behind asked: an answer that comes late is as secret as one in time. */
  const askedThen = async ({ place, runId, key }: RunInHand, { leg, seq }: TurnAddress): Promise<SecretInput | undefined> => {
    const turn = await turns.at(place.tenantId, runId, seq)
    const effects = turn === undefined ? [] : unsealContent(key, turn).effects
    return effects.flatMap((effect) => (effect.type === 'collectInput' && effect.leg === leg ? [effect.secret] : [])).at(-1)
  }

  return async (run, address, events, now) => {
    const sealed: RunEvent[] = []
    for (const event of events) {
      if (event.type !== 'digits.received') {
        sealed.push(event)
        continue
      }
      const { digits, leg, askedSeq } = event
      const line = run.state.legs[leg]
      const isAsked = run.state.ended === null && line?.askedSeq === address.seq
      const secret = isAsked ? line?.secret : await askedThen(run, address)
      if (secret === undefined) {
        sealed.push(event)
        continue
      }
      const received = { type: 'secret.received', leg, askedSeq, token: '', length: digits.length } as const
      // nobody waits for it any more: it is not kept at all
      if (!isAsked || !secretPasses(secret, digits, now)) {
        sealed.push({ ...received, outcome: 'notValid' })
        continue
      }
      const token = await vault.put(run.place.tenantId, digits, VAULT_MAX_MS).catch(() => undefined)
      sealed.push(
        token === undefined
          ? { ...received, outcome: 'lost' }
          : { ...received, outcome: 'kept', token, ...(secret.lastFour ? { lastFour: digits.slice(-4) } : {}) },
      )
    }
    return sealed
  }
}
