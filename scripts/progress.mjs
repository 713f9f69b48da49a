import { duration } from './project.mjs'

/**
 * Says what is being done and how long it has taken: a line that counts on a terminal, one line when done elsewhere.
 *
 * @param {string} doing `Installing what is missing`
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} What the work gives.
 * @template T
 */
export async function withProgress(doing, work) {
  const began = performance.now()
  const live = process.stdout.isTTY === true
  const elapsed = () => duration(performance.now() - began)
  const write = (text) => process.stdout.write(live ? `\r\u001b[2K${text}` : `${text}\n`)
  write(`${doing}…`)
  // away from a terminal a line every quarter of a minute still shows that it goes on
  const timer = setInterval(() => write(`${doing}… ${elapsed()}`), live ? 1000 : 15_000)
  let done = false
  try {
    const result = await work()
    done = true
    return result
  } finally {
    clearInterval(timer)
    write(`${doing}: ${done ? 'done' : 'stopped'} in ${elapsed()}${live ? '\n' : ''}`)
  }
}
