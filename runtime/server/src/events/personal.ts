import type { KeyObject } from 'node:crypto'
import type { VoiceEvent } from '@patchbay/core'
import { seal, unseal } from '../sealing/seal.ts'

type Personal = NonNullable<VoiceEvent['personal']>

/** Sealed bytes open for their own event only. */
const placeOf = (id: string): string => `events/${id}`

export const sealPersonal = (key: KeyObject, id: string, personal: Personal): Buffer =>
  seal(key, Buffer.from(JSON.stringify(personal)), placeOf(id))

/** @throws {AppError} `SEALED_VALUE_NOT_READABLE` */
export const unsealPersonal = (key: KeyObject, id: string, sealed: Buffer): Personal =>
  JSON.parse(unseal(key, sealed, placeOf(id)).toString()) as Personal
