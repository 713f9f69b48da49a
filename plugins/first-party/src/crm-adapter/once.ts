import type { Context } from '@patchbay/plugin-sdk'

interface Mark {
  /** When it was begun, in ms. */
  at: number
  /** The id that the service gave it. */
  done?: string
}

/** The collection that `once` keeps its marks in. */
export const marks = {
  record: { type: 'object', properties: { at: { type: 'number' }, done: { type: 'string' } }, required: ['at'] },
} as const

const KEPT_MS = 7 * 86_400_000
const PRUNED_AT_ONCE = 20

/** Whether this was asked for before, under the same key. */
export const wasBegun = async ({ records, key }: Pick<Context, 'records' | 'key'>): Promise<boolean> =>
  (await records<Mark>('marks').get(markOf(key))) !== null

const markOf = (key: string): string => `m-${key.slice(0, 32)}`

/**
 * Writes once to a service that knows no keys: a mark is kept before, and the id afterwards. A repetition gets the id; where it broke off
 * in between, the service is asked whether it has it.
 *
 * @param look The id of what was written at `at` or later, when the service has it.
 */
export async function once(
  { records, key, random, clock }: Pick<Context, 'records' | 'key' | 'random' | 'clock'>,
  write: (at: number) => Promise<string>,
  look: (at: number) => Promise<string | undefined>,
): Promise<string> {
  const kept = records<Mark>('marks')
  const id = markOf(key)
  const begun = await kept.get(id)
  if (begun?.value.done !== undefined) return begun.value.done
  const mark = begun ?? (await kept.insert({ at: clock.now() }, { id }))
  const done = (begun === null ? undefined : await look(mark.value.at)) ?? (await write(mark.value.at))
  await kept.replace(id, mark.revision, { ...mark.value, done })
  if (random.whole(PRUNED_AT_ONCE) === 0) {
    for (const old of await kept.find({ limit: PRUNED_AT_ONCE })) {
      if (old.value.at < clock.now() - KEPT_MS) await kept.remove(old.id, old.revision)
    }
  }
  return done
}
