import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPackage } from '@patchbay/plugin-tools'
import { z } from 'zod'
import { CommandFailure } from '../command-failure.ts'

/** `registry.json`, as a server reads it. */
const registrySchema = z.object({
  packages: z.array(
    z.object({ name: z.string(), version: z.string(), hash: z.string(), file: z.string(), publisher: z.string() }),
  ),
  publishers: z.array(z.object({ name: z.string(), publicKey: z.string() })),
})

/** Puts a signed package into a folder that servers read as a registry. @throws {CommandFailure} For a version with another content. */
export function publishToFolder(folder: string, text: string, publisher: { name: string; publicKey: string }): string {
  const { manifest, hash } = readPackage(text)
  const { name, version } = manifest
  const list = join(folder, 'registry.json')
  const { packages, publishers } = existsSync(list)
    ? registrySchema.parse(JSON.parse(readFileSync(list, 'utf8')))
    : { packages: [], publishers: [] }
  const known = publishers.find((one) => one.name === publisher.name)
  if (known !== undefined && known.publicKey !== publisher.publicKey)
    throw new CommandFailure(`${publisher.name} is a publisher with another key in ${folder}.`)
  const other = packages.find((one) => one.name === name && one.publisher !== publisher.name)
  if (other !== undefined) throw new CommandFailure(`${name} is a plugin of ${other.publisher} in ${folder}.`)
  const same = packages.find((one) => one.name === name && one.version === version)
  if (same !== undefined && same.hash !== hash)
    throw new CommandFailure(`${name} ${version} is published already, with another content. Give it a new version.`)

  const file = `${name}-${version}.plugin.json`
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, file), text)
  const entry = { name, version, hash, file, publisher: publisher.name }
  const all = {
    packages: same === undefined ? [...packages, entry] : packages,
    publishers: known === undefined ? [...publishers, publisher] : publishers,
  }
  writeFileSync(list, JSON.stringify(all, null, 2))
  return join(folder, file)
}
