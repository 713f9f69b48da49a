/** One write asks for this many at most. */
const GROUP_MAX = 100

interface Waiting<Ask, Answer> {
  ask: Ask
  resolve(answer: Answer): void
  reject(reason: unknown): void
}

/**
 * Group commit: what is asked while a write is in flight leaves together in the next one, so that a hundred callers at the same instant
 * cost a few writes. Asks of different keys do not wait for each other.
 */
export function createTogether<Ask, Answer>() {
  const queues = new Map<string, Waiting<Ask, Answer>[]>()

  const drain = async (key: string, write: (asks: readonly Ask[]) => Promise<readonly Answer[]>): Promise<void> => {
    for (;;) {
      const group = queues.get(key)?.splice(0, GROUP_MAX) ?? []
      if (group.length === 0) break
      try {
        const answers = await write(group.map(({ ask }) => ask))
        for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer)
      } catch (thrown) {
        for (const { reject } of group) reject(thrown)
      }
    }
    queues.delete(key)
  }

  /** @param write Is given what was asked together, and answers each, in that order. */
  return (key: string, ask: Ask, write: (asks: readonly Ask[]) => Promise<readonly Answer[]>): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const waiting = { ask, resolve, reject }
      const queue = queues.get(key)
      if (queue !== undefined) return void queue.push(waiting)
      queues.set(key, [waiting])
      void drain(key, write)
    })
}
