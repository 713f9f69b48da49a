import { CommandFailure } from '../command-failure.ts'
import { ApiRefusal } from '../flow/patchbay-api.ts'

/** `KEY=value` as it is written on the command line, once or several times. */
export const collect = (given: string, all: string[] = []): string[] => [...all, given]

/** @throws {CommandFailure} For what has no `=`. */
export function pairsOf(given: readonly string[], what: string): Record<string, string> {
  return Object.fromEntries(
    given.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw new CommandFailure(`--${what} takes NAME=value.`, { exitCode: 2 })
      return [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}

/** Settings are of the types that JSON has; what is no JSON is a text. */
export const settingsOf = (given: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(pairsOf(given, 'setting')).map(([name, text]) => [name, settingIn(text)]))

function settingIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Adds to a refusal that names a setting how it is given here. @throws {CommandFailure} Always, whatever was thrown. */
export function howToSet(thrown: unknown): never {
  const setting = thrown instanceof ApiRefusal ? /^settings\.(\w+): /.exec(thrown.message)?.[1] : undefined
  if (setting === undefined) throw thrown
  throw new CommandFailure(`${(thrown as Error).message}. Say it by --setting ${setting}=…`, { cause: thrown })
}
