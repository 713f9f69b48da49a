import { AppError, issueText, mediaReference } from '@patchbay/core'
import { type MediaFile, mediaFileSchema } from '@patchbay/core/http-contract'
import type { RequestContext } from '../context.ts'
import { readAudio } from '../media/audio-format.ts'
import type { MediaAddresses } from '../media/media-address.ts'
import type { MediaStore } from '../media/media-store.ts'
import { RequestError } from '../request-error.ts'
import type { FlowStore } from '../storage/flow-store.ts'
import type { StoredMedia } from '../storage/media-store.ts'
import type { PromptStore } from '../storage/prompt-store.ts'
import type { VersionStore } from '../storage/version-store.ts'
import { placeOf } from './flows.ts'

/** Recordings that authors upload, for prompts to play. */
export interface Uploads {
  list(context: RequestContext): Promise<MediaFile[]>
  /**
   * Keeps a recording for good.
   *
   * @throws {RequestError} `MEDIA_NOT_PLAYABLE` with what the file is instead, and what to do.
   */
  add(context: RequestContext, content: Buffer, name: string): Promise<MediaFile>
  /** @throws {AppError} `MEDIA_NOT_FOUND`; `MEDIA_IN_USE` while a draft, a shared prompt or any version of a flow plays it. */
  remove(context: RequestContext, id: string): Promise<void>
}

interface Deps {
  media: MediaStore
  addresses: MediaAddresses
  stores: {
    flows: Pick<FlowStore, 'namesWithText'>
    versions: Pick<VersionStore, 'withText'>
    prompts: Pick<PromptStore, 'list'>
  }
}

export function createUploads({ media, addresses, stores }: Deps): Uploads {
  const toFile = (stored: StoredMedia): MediaFile =>
    mediaFileSchema.parse({
      id: stored._id,
      name: stored.name,
      contentType: stored.contentType,
      size: stored.size,
      durationMs: stored.durationMs,
      createdAt: stored.createdAt.toISOString(),
      url: addresses.path(stored, stored._id),
    })

  /** Who plays it, in words. Versions never change, so that one can go back to them: what they play stays. */
  const userOf = async (context: RequestContext, reference: string): Promise<string | undefined> => {
    const place = placeOf(context)
    const [draft] = await stores.flows.namesWithText(place, reference)
    if (draft !== undefined) return `the flow “${draft}”`
    const shared = (await stores.prompts.list(place)).find(({ recording }) => Object.values(recording).includes(reference))
    if (shared !== undefined) return `the prompt “${shared.name}”`
    const version = await stores.versions.withText(place, reference)
    return version === undefined ? undefined : `version ${version.number} of the flow “${version.flowId}”`
  }

  return {
    list: async (context) => (await media.list(placeOf(context), 'prompt')).map(toFile),

    async add(context, content, name) {
      const read = readAudio(content)
      if ('code' in read) throw new RequestError('MEDIA_NOT_PLAYABLE', issueText(read, 'en'), { issues: [read] })
      return toFile(await media.put(placeOf(context), content, { kind: 'prompt', name, ...read }))
    },

    async remove(context, id) {
      const found = await media.find(placeOf(context), id)
      if (found?.kind !== 'prompt') throw new AppError('MEDIA_NOT_FOUND', 'There is no such recording', { details: { id } })
      const user = await userOf(context, mediaReference(id))
      if (user !== undefined) throw new AppError('MEDIA_IN_USE', `The recording is played by ${user}`, { details: { id } })
      await media.remove(placeOf(context), id)
    },
  }
}
