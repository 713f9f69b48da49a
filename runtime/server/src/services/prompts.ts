import { AppError, type Issue, issue, LANGUAGES, mediaIdsOf, templateVariables } from '@patchbay/core'
import {
  type LibraryPrompt,
  libraryPromptSchema,
  type PromptUse,
  type PromptVersionList,
  promptVersionListSchema,
  type savePromptSchema,
} from '@patchbay/core/http-contract'
import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { RequestContext } from '../context.ts'
import { RequestError } from '../request-error.ts'
import type { FlowStore, StoredFlow } from '../storage/flow-store.ts'
import type { MediaFileStore } from '../storage/media-store.ts'
import type { PromptKey, PromptStore, StoredPrompt } from '../storage/prompt-store.ts'
import { placeOf } from './flows.ts'
import { readableId } from './readable-id.ts'

type Wanted = z.output<typeof savePromptSchema>

/** The prompts that flows share. Every edit is a version of its own that never changes. */
export interface Prompts {
  list(context: RequestContext): Promise<LibraryPrompt[]>
  /** @throws {AppError} `PROMPT_NOT_FOUND` */
  get(context: RequestContext, promptId: string): Promise<LibraryPrompt>
  /** Newest first, those that say that the prompt was deleted among them. */
  versions(context: RequestContext, promptId: string): Promise<PromptVersionList>
  /** @throws {RequestError} `PROMPT_NOT_VALID` with what is wrong. */
  create(context: RequestContext, wanted: Wanted): Promise<LibraryPrompt>
  /**
   * Adds a version over the one that the edit began from. Callers hear it once the flows that use it are published.
   *
   * @throws {AppError} `PROMPT_CHANGED_MEANWHILE` with the current version; `PROMPT_NOT_VALID`.
   */
  save(context: RequestContext, promptId: string, version: number, wanted: Wanted): Promise<LibraryPrompt>
  /** @throws {AppError} `PROMPT_IN_USE` while a draft or a live version names it. */
  remove(context: RequestContext, promptId: string): Promise<void>
  restore(context: RequestContext, promptId: string): Promise<LibraryPrompt>
}

interface Deps {
  prompts: PromptStore
  flows: Pick<FlowStore, 'list'>
  media: Pick<MediaFileStore, 'known'>
  clock: Clock
}

const keyOf = (context: RequestContext, promptId: string): PromptKey => ({ ...placeOf(context), promptId })

export function createPrompts({ prompts, flows, media, clock }: Deps): Prompts {
  const find = async (context: RequestContext, promptId: string): Promise<StoredPrompt> => {
    const newest = await prompts.newest(keyOf(context, promptId))
    if (newest === undefined || newest.deleted) throw promptNotFound(promptId)
    return newest
  }
  const shown = async (context: RequestContext, prompt: StoredPrompt): Promise<LibraryPrompt> =>
    toLibraryPrompt(prompt, await flows.list(placeOf(context)))

  const check = async (context: RequestContext, wanted: Wanted): Promise<Pick<StoredPrompt, 'name' | 'text' | 'recording'>> => {
    const known = new Set(await media.known(placeOf(context), mediaIdsOf(Object.values(wanted.recording))))
    const issues = LANGUAGES.flatMap((language): Issue[] => {
      const read = templateVariables(wanted.text[language] ?? '')
      const isGone = mediaIdsOf([wanted.recording[language]]).some((id) => !known.has(id))
      return [
        ...(read.ok ? [] : [issue('TEXT_NOT_READABLE', { path: ['text', language], data: { reason: read.reason } })]),
        ...(isGone ? [issue('MEDIA_UNKNOWN', { path: ['recording', language] })] : []),
      ]
    })
    if (issues.length > 0) throw new RequestError('PROMPT_NOT_VALID', 'The prompt cannot be saved like this', { issues })
    const text = Object.fromEntries(Object.entries(wanted.text).filter(([, words]) => words.trim() !== ''))
    return { name: wanted.name, text, recording: wanted.recording }
  }

  /** Of two at once, one gets the number. */
  const add = async (context: RequestContext, prompt: Omit<StoredPrompt, keyof RequestContext | 'savedAt' | 'savedBy'>) => {
    const { name, text, recording, promptId, version, deleted } = prompt
    const content = { promptId, version, name, text, recording, deleted }
    const stored = { ...placeOf(context), ...content, savedAt: new Date(clock()), savedBy: context.actor }
    return (await prompts.add(stored)) ? stored : undefined
  }
  const changedMeanwhile = async (context: RequestContext, promptId: string): Promise<AppError> => {
    const { version } = await find(context, promptId)
    // under the name that the answer takes its ETag from
    const details = { promptId, revision: version }
    return new AppError('PROMPT_CHANGED_MEANWHILE', 'Somebody else saved this prompt meanwhile', { details })
  }

  return {
    async list(context) {
      const [found, users] = await Promise.all([prompts.list(placeOf(context)), flows.list(placeOf(context))])
      return found.map((prompt) => toLibraryPrompt(prompt, users))
    },

    get: async (context, promptId) => shown(context, await find(context, promptId)),

    async versions(context, promptId) {
      await find(context, promptId)
      const found = await prompts.versions(keyOf(context, promptId))
      const versions = found.map(({ version, name, text, recording, deleted, savedAt, savedBy }) => ({
        ...{ version, name, text, recording, deleted, savedBy },
        savedAt: savedAt.toISOString(),
      }))
      return promptVersionListSchema.parse({ versions })
    },

    async create(context, wanted) {
      const content = await check(context, wanted)
      for (let attempt = 1; attempt <= 5; attempt++) {
        const promptId = readableId(wanted.name, 'prompt')
        const added = await add(context, { promptId, version: 1, deleted: false, ...content })
        if (added !== undefined) return shown(context, added)
      }
      throw new AppError('INTERNAL', 'No free id was found for a prompt')
    },

    async save(context, promptId, version, wanted) {
      const newest = await find(context, promptId)
      if (newest.version !== version) throw await changedMeanwhile(context, promptId)
      const content = await check(context, wanted)
      const added = await add(context, { promptId, version: version + 1, deleted: false, ...content })
      if (added === undefined) throw await changedMeanwhile(context, promptId)
      return shown(context, added)
    },

    async remove(context, promptId) {
      const newest = await find(context, promptId)
      const { uses } = await shown(context, newest)
      if (uses.length > 0) {
        const names = uses.map(({ name }) => name).join(', ')
        throw new RequestError('PROMPT_IN_USE', `${uses.length === 1 ? 'A flow uses' : 'Flows use'} this prompt: ${names}`, {
          errors: uses.map(({ flowId, name }) => ({ path: flowId, message: name })),
        })
      }
      if ((await add(context, { ...newest, version: newest.version + 1, deleted: true })) === undefined)
        throw await changedMeanwhile(context, promptId)
    },

    async restore(context, promptId) {
      const newest = await prompts.newest(keyOf(context, promptId))
      if (newest === undefined) throw promptNotFound(promptId)
      if (!newest.deleted) return shown(context, newest)
      const added = await add(context, { ...newest, version: newest.version + 1, deleted: false })
      return shown(context, added ?? (await find(context, promptId)))
    },
  }
}

export const promptNotFound = (promptId: string) =>
  new AppError('PROMPT_NOT_FOUND', 'There is no such prompt', { details: { promptId } })

function toLibraryPrompt(prompt: StoredPrompt, flows: readonly StoredFlow[]): LibraryPrompt {
  const { promptId, name, text, recording, version, savedAt, savedBy } = prompt
  return libraryPromptSchema.parse({
    ...{ id: promptId, name, text, recording, version, savedBy },
    savedAt: savedAt.toISOString(),
    uses: flows.flatMap((flow) => useOf(flow, promptId) ?? []),
  })
}

function useOf({ flowId, name, liveVersion, liveLock, draftPrompts }: StoredFlow, promptId: string): PromptUse | undefined {
  const livePromptVersion = liveVersion === null ? undefined : liveLock?.prompts[promptId]
  const inDraft = draftPrompts?.includes(promptId) ?? false
  if (livePromptVersion === undefined && !inDraft) return undefined
  return {
    flowId: flowId as PromptUse['flowId'],
    name,
    liveVersion: livePromptVersion === undefined ? null : liveVersion,
    livePromptVersion: livePromptVersion ?? null,
    inDraft,
  }
}
