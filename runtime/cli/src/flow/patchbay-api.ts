import { type Problem, problemSchema } from '@patchbay/core/http-contract'
import type { z } from 'zod'
import { CommandFailure } from '../command-failure.ts'

/** The API of a running Patchbay. */
export interface PatchbayApi {
  get<S extends z.ZodType>(path: string, schema: S): Promise<{ body: z.output<S>; etag: string | null }>
  send<S extends z.ZodType>(method: 'POST' | 'PUT', path: string, request: ApiRequest<S>): Promise<z.output<S>>
  /** A reply as it is written, such as an exported flow. */
  text(path: string): Promise<string>
}

interface ApiRequest<S extends z.ZodType> {
  body: unknown
  /** What the reply must look like. */
  reply: S
  headers?: Readonly<Record<string, string>>
}

/** Patchbay said no, in its own words. */
export class ApiRefusal extends CommandFailure {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** Nobody is there. */
export class NoAnswer extends CommandFailure {
  constructor(origin: string, cause: unknown) {
    super(
      `No Patchbay answers at ${origin}. Start it; if it runs elsewhere, set PORT as it is set there, or name its address (--help says how).`,
      {
        cause,
      },
    )
  }
}

/**
 * @param address Where Patchbay runs, such as `http://127.0.0.1:3000`.
 * @throws {CommandFailure} `ApiRefusal` when Patchbay refuses; else when nothing answers there, or something that is no Patchbay.
 */
export function patchbayApi(address: string): PatchbayApi {
  const base = URL.canParse(address) ? new URL(address) : undefined
  if (base?.protocol !== 'http:' && base?.protocol !== 'https:') {
    throw new CommandFailure(`"${address}" is no address of a Patchbay; it should look like http://127.0.0.1:3000.`, {
      exitCode: 2,
    })
  }
  const { origin } = base

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { accept: 'application/json', ...init.headers }
    const response = await fetch(`${origin}${path}`, { ...init, headers, redirect: 'error' }).catch((cause: unknown) => {
      throw new NoAnswer(origin, cause)
    })
    if (response.ok) return response
    const problem = problemSchema.safeParse(await response.json().catch(() => undefined))
    throw problem.success
      ? new ApiRefusal(problem.data)
      : new CommandFailure(`${origin} answered ${response.status}: it seems to be no Patchbay.`)
  }

  async function read<S extends z.ZodType>(response: Response, schema: S): Promise<z.output<S>> {
    const read = schema.safeParse(await response.json().catch(() => undefined))
    if (read.success) return read.data
    throw new CommandFailure(
      `${origin} answered in a form that this version does not know. Is it a Patchbay of the same version?`,
    )
  }

  return {
    async get(path, schema) {
      const response = await ask(path)
      return { body: await read(response, schema), etag: response.headers.get('etag') }
    },
    async send(method, path, { body, reply, headers = {} }) {
      const sent = { 'content-type': 'application/json', ...headers }
      return read(await ask(path, { method, headers: sent, body: JSON.stringify(body) }), reply)
    },
    text: async (path) => (await ask(path)).text(),
  }
}
