import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@patchbay/core'
import { registryPackageListSchema, registryPublisherListSchema } from '@patchbay/core/http-contract'
import type { GuardedFetch } from '@patchbay/sandbox'
import { z } from 'zod'

/** A version that another registry has approved. */
export interface OfferedVersion {
  name: string
  version: string
  hash: string
  publisher: { name: string; publicKey: string }
}

/** Another registry that the operator has named: what it approved may be installed here. */
export interface RegistrySource {
  /** As it is set. */
  address: string
  /** @throws {AppError} `REQUEST_FAILED` when it cannot be read. */
  list(): Promise<OfferedVersion[]>
  text(offered: OfferedVersion): Promise<string>
}

const TIMEOUT_MS = 10_000
/** A list that was read is good for so long; whoever did not answer is left alone for so long. */
const KEPT_MS = 30_000
const LEFT_ALONE_MS = 10_000

/** `registry.json` of a folder. */
const folderSchema = z.object({
  packages: z.array(
    z.object({ name: z.string(), version: z.string(), hash: z.string(), file: z.string(), publisher: z.string() }),
  ),
  publishers: z.array(z.object({ name: z.string(), publicKey: z.string() })),
})

/** @param address A folder with a `registry.json`, the web address of such a `registry.json`, or the address of another Patchbay. */
export function createSource(address: string, reach: GuardedFetch): RegistrySource {
  const source = sourceAt(address, reach)
  let read: { until: number; list: Promise<OfferedVersion[]> } | undefined
  return {
    ...source,
    list() {
      if (read === undefined || performance.now() > read.until) {
        const now = { until: performance.now() + KEPT_MS, list: source.list() }
        now.list.catch(() => {
          now.until = performance.now() + LEFT_ALONE_MS
        })
        read = now
      }
      return read.list
    },
  }
}

function sourceAt(address: string, reach: GuardedFetch): RegistrySource {
  if (!/^https?:/.test(address)) return folder(address, (file) => readFile(join(address, file), 'utf8'))
  const get = getter(address, reach)
  return /\/registry\.json$/.test(address)
    ? folder(address, (file) => get(new URL(encodeURIComponent(file), address).href))
    : remote(address.replace(/\/+$/, ''), get)
}

/** @returns Reads a text of this host. */
const getter = (address: string, reach: GuardedFetch) => async (url: string) => {
  const reply = await reach({ method: 'GET', url, hosts: [new URL(address).host], timeoutMs: TIMEOUT_MS }).catch(
    (cause: unknown) => {
      throw unreadable(address, `${AppError.from(cause).details['reason'] ?? 'notReached'}`, cause)
    },
  )
  if (reply.status !== 200) throw unreadable(address, `status ${reply.status}`)
  return reply.body.toString()
}

/** @param why For the log: one word, or a status. */
const unreadable = (address: string, why: string, cause?: unknown) =>
  new AppError('REQUEST_FAILED', `The registry ${address} cannot be read: ${why}`, { details: { reason: 'registry' }, cause })

/** On this machine or on a web server: a list, and files beside it. */
function folder(address: string, read: (file: string) => Promise<string>): RegistrySource {
  const open = (file: string) =>
    read(file).catch((cause: unknown) => {
      throw cause instanceof AppError ? cause : unreadable(address, `${file} is not there`, cause)
    })
  const load = async () => {
    const list = folderSchema.safeParse(parsed(await open('registry.json')))
    if (!list.success) throw unreadable(address, 'registry.json is no list of packages', list.error)
    return list.data
  }
  return {
    address,
    async list() {
      const { packages, publishers } = await load()
      return packages.flatMap(({ name, version, hash, publisher }) => {
        const known = publishers.find((one) => one.name === publisher)
        return known === undefined ? [] : [{ name, version, hash, publisher: known }]
      })
    },
    async text({ name, version }) {
      const entry = (await load()).packages.find((one) => one.name === name && one.version === version)
      // a name only: a list cannot lead out of its folder
      if (entry === undefined || /[/\\]|^\.*$/.test(entry.file))
        throw unreadable(address, `${name} ${version} names no file of it`)
      return open(entry.file)
    },
  }
}

/** Another Patchbay. */
function remote(address: string, read: (url: string) => Promise<string>): RegistrySource {
  const get = (path: string) => read(`${address}/api/v1/registry${path}`)
  const getAs = async <S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> => {
    const found = schema.safeParse(parsed(await get(path)))
    if (!found.success) throw unreadable(address, 'it is no Patchbay of this version', found.error)
    return found.data
  }
  return {
    address,
    async list() {
      const [{ packages }, { publishers }] = [
        await getAs('/packages', registryPackageListSchema),
        await getAs('/publishers', registryPublisherListSchema),
      ]
      return packages.flatMap(({ name, publisher, versions }) => {
        const known = publishers.find((one) => one.name === publisher)
        if (known === undefined) return []
        return versions
          .filter(({ review, yanked }) => review === 'approved' && !yanked)
          .map(({ version, hash }) => ({ name, version, hash, publisher: { name: known.name, publicKey: known.publicKey } }))
      })
    },
    text: ({ name, version }) => get(`/packages/${encodeURIComponent(name)}/${encodeURIComponent(version)}/file`),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
