import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { z } from 'zod'
import { CommandFailure } from '../command-failure.ts'
import type { DataFolder } from './data-folder.ts'
import type { Environment, StartSettings } from './start-settings.ts'

/** `url`: a MongoDB of one's own, by MONGODB_URL · `mongod`: the program found on the PATH · `embedded`: Patchbay's own. */
const kindSchema = z.enum(['url', 'mongod', 'embedded'])
type DatabaseKind = z.infer<typeof kindSchema>

export type DatabaseChoice = { kind: 'url'; url: string } | { kind: 'mongod'; program: string } | { kind: 'embedded' }

/**
 * Chooses the database and records the choice in the data folder, so that a later start does not open another one
 * and show an empty house. A recorded choice stands until a setting contradicts it: then the start stops.
 *
 * @throws {CommandFailure} Says which database holds the data and how to go on.
 */
export function chooseDatabase(
  folder: DataFolder,
  { mongodbUrl }: Pick<StartSettings, 'mongodbUrl'>,
  env: Environment,
): DatabaseChoice {
  const recorded = readRecord(folder)
  const program = findProgram('mongod', env)
  const choice = choose(recorded, mongodbUrl, program)
  if (recorded && recorded !== choice.kind) throw new CommandFailure(mismatch(recorded, folder))
  if (!recorded) writeFileSync(folder.choice, `${JSON.stringify({ kind: choice.kind })}\n`, { mode: 0o600 })
  return choice
}

function choose(recorded: DatabaseKind | undefined, url: string | undefined, program: string | undefined): DatabaseChoice {
  if (url !== undefined) return { kind: 'url', url }
  // a mongod that was installed later changes nothing for a folder that began without
  if (recorded === 'embedded') return { kind: 'embedded' }
  if (program !== undefined) return { kind: 'mongod', program }
  return { kind: 'embedded' }
}

const WHERE: Record<DatabaseKind, { is: string; goOn: string }> = {
  url: { is: 'the MongoDB that MONGODB_URL named', goOn: 'Set MONGODB_URL again to go on with it' },
  mongod: {
    is: 'a mongod that was found on the PATH',
    goOn: 'Put mongod on the PATH and leave MONGODB_URL empty to go on with it',
  },
  embedded: { is: 'the embedded database', goOn: 'Leave MONGODB_URL empty to go on with it' },
}

function mismatch(recorded: DatabaseKind, folder: DataFolder): string {
  return [
    `The data of ${folder.path} is in ${WHERE[recorded].is}. ${WHERE[recorded].goOn},`,
    'or begin anew beside it with PATCHBAY_DATA=<another folder>. To take the data along: `patchbay db export` here, `patchbay db import` there.',
  ].join(' ')
}

function readRecord({ choice }: DataFolder): DatabaseKind | undefined {
  if (!existsSync(choice)) return undefined
  try {
    return z.strictObject({ kind: kindSchema }).parse(JSON.parse(readFileSync(choice, 'utf8'))).kind
  } catch (cause) {
    throw new CommandFailure(
      `${choice} cannot be read, so which database holds the data is not known. It should say {"kind":"embedded"}, {"kind":"mongod"} or {"kind":"url"}.`,
      { cause },
    )
  }
}

function findProgram(name: string, env: Environment): string | undefined {
  const candidates = (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
  return candidates.find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
