import { readFileSync } from 'node:fs'
import { CommandFailure } from '../command-failure.ts'

/** @throws {CommandFailure} When the file is not there, or not JSON. */
export function readJsonFile(file: string): unknown {
  return parseJson(file, readText(file))
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    const reason = missing ? 'there is no such file' : cause instanceof Error ? cause.message : String(cause)
    throw new CommandFailure(`${file} cannot be read: ${reason}.`, { cause })
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new CommandFailure(`${file} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause })
  }
}
