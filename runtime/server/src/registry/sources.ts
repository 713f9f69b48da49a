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
/** A list that was read is good for so long. */
const KEPT_MS = 30_000

/** `registry.json` of a folder. */
const folderSchema = z.object({
  packages: z.array(
    z.object({ name: z.string(), version: z.string(), hash: z.string(), file: z.string(), publisher: z.string() }),
  ),
  publishers: z.array(z.object({ name: z.string(), publicKey: z.string() })),
})

/** @param address A folder with a `registry.json`, or the http(s) address of another Patchbay. */
export function createSource(address: string, reach: GuardedFetch): RegistrySource {
  const source = /^https?:/.test(address) ? remote(address.replace(/\/+$/, ''), reach) : folder(address)
  let read: { at: number; list: Promise<OfferedVersion[]> } | undefined
  return {
    ...source,
    list() {
      if (read === undefined || performance.now() - read.at > KEPT_MS) {
        const list = source.list()
        read = { at: performance.now(), list }
        list.catch(() => {
          read = undefined
        })
      }
      return read.list
    },
  }
}

const unreadable = (address: string, cause?: unknown) =>
  new AppError('REQUEST_FAILED', `The registry ${address} cannot be read`, { details: { reason: 'registry' }, cause })

function folder(path: string): RegistrySource {
  const load = async () => {
    const text = await readFile(join(path, 'registry.json'), 'utf8').catch((cause: unknown) => {
      throw unreadable(path, cause)
    })
    const read = folderSchema.safeParse(parsed(text))
    if (!read.success) throw unreadable(path, read.error)
    return read.data
  }
  return {
    address: path,
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
      if (entry === undefined || /[/\\]/.test(entry.file)) throw unreadable(path)
      return readFile(join(path, entry.file), 'utf8')
    },
  }
}

function remote(address: string, reach: GuardedFetch): RegistrySource {
  const { host } = new URL(address)
  const get = async (path: string): Promise<string> => {
    const url = `${address}/api/v1/registry${path}`
    const reply = await reach({ method: 'GET', url, hosts: [host], timeoutMs: TIMEOUT_MS }).catch((cause: unknown) => {
      throw unreadable(address, cause)
    })
    if (reply.status !== 200) throw unreadable(address)
    return reply.body.toString()
  }
  const getAs = async <S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> => {
    const read = schema.safeParse(parsed(await get(path)))
    if (!read.success) throw unreadable(address, read.error)
    return read.data
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
