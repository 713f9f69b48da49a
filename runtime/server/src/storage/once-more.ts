import { isDuplicateKey } from './database.ts'

/** Two writers who both find nothing there: the second one's insert fails, and then finds the first one's. */
export async function onceMore<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write()
  } catch (thrown) {
    if (!isDuplicateKey(thrown)) throw thrown
    return write()
  }
}
