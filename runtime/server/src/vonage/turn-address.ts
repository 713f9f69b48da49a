import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { NccoAddresses } from '@patchbay/core'
import { LRUCache } from 'lru-cache'
import { createMediaAddresses } from '../media/media-address.ts'
import { deriveKey } from '../sealing/seal.ts'
import type { FlowPlace } from '../storage/flow-store.ts'

/** Which question a webhook answers: what `leg` was asked by turn `seq` of a run. */
export interface TurnAddress {
  runId: string
  leg: string
  seq: number
}

/** The addresses that we put into NCCOs. Each carries a proof that we wrote it: nobody else can name a run. */
export interface TurnAddresses {
  /** The absolute URLs of a turn: for its outcome, and for what a callee hears first. */
  of(address: TurnAddress): Omit<NccoAddresses, 'media'>
  /** All that an NCCO of a turn may name: these, and the recordings that the run's tenant uploaded. */
  nccoOf(place: FlowPlace, address: TurnAddress): NccoAddresses
  /** Reads the parts of a path and its proof; undefined for an address that we never gave out. */
  read(
    parts: { runId?: string | undefined; leg?: string | undefined; seq?: string | undefined },
    proof: unknown,
  ): TurnAddress | undefined
  /** Reads a whole URL, as `original_request` of a fallback request repeats it (V2.7-3). */
  readUrl(url: string): TurnAddress | undefined
}

const PROOF_BYTES = 16
/** Of the questions that are open: what is written into a reply is read in the next webhook. */
const KEPT_PROOFS = 10_000

export function createTurnAddresses({ secretKey, publicUrl }: { secretKey: Buffer; publicUrl: string }): TurnAddresses {
  const key: KeyObject = deriveKey(secretKey, 'turn-addresses')
  const made = new LRUCache<string, Buffer>({ max: KEPT_PROOFS })
  const prove = ({ runId, leg, seq }: TurnAddress): Buffer => {
    const name = `${runId}/${leg}/${seq}`
    const known = made.get(name)
    if (known !== undefined) return known
    const proof = createHmac('sha256', key).update(name).digest().subarray(0, PROOF_BYTES)
    made.set(name, proof)
    return proof
  }

  const read: TurnAddresses['read'] = ({ runId, leg, seq }, proof) => {
    if (runId === undefined || leg === undefined || seq === undefined || !/^\d{1,9}$/.test(seq)) return undefined
    if (typeof proof !== 'string') return undefined
    const address = { runId, leg, seq: Number(seq) }
    const given = Buffer.from(proof, 'base64url')
    return given.length === PROOF_BYTES && timingSafeEqual(given, prove(address)) ? address : undefined
  }

  const media = createMediaAddresses({ secretKey, publicUrl })
  const url = (kind: 'runs' | 'whispers', address: TurnAddress) =>
    `${publicUrl}/vonage/voice/${kind}/${address.runId}/${address.leg}/${address.seq}?t=${prove(address).toString('base64url')}`

  const of: TurnAddresses['of'] = (address) => ({
    turn: url('runs', address),
    whisper: (callee) => url('whispers', { ...address, leg: callee }),
    recording: (left) => `${url('runs', address)}&left=${left}`,
    hold: `${publicUrl}/vonage/voice/hold.wav`,
    room: (name) => `${address.runId}-${name}`,
  })

  return {
    read,
    of,
    nccoOf: (place, address) => ({ ...of(address), media: (id) => media.of(place, id) }),
    readUrl(url) {
      if (!URL.canParse(url)) return undefined
      const { pathname, searchParams } = new URL(url)
      const [, runId, leg, seq] = /\/vonage\/voice\/runs\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(pathname) ?? []
      return read({ runId, leg, seq }, searchParams.get('t'))
    },
  }
}
