import type { Money } from './money.ts'

/** A request of the plugin, as its service would get it: the host has put the secrets in. */
export interface FakeRequest {
  method: string
  /** Such as `https://api.example.com`. */
  origin: string
  /** Without the question mark and what follows it; not decoded. */
  path: string
  query: Readonly<Record<string, string>>
  /** In lower case. */
  headers: Readonly<Record<string, string>>
  text: string
  /** The text read as JSON; undefined when it is none. */
  json: unknown
  /** The text read as a web form; empty when it is none. */
  form: Readonly<Record<string, string>>
}

export interface FakeReply {
  status: number
  headers?: Readonly<Record<string, string>>
  json?: unknown
  text?: string
}

/** What the plugin keeps in its collections, as a fake wants to find it. */
export type KeptRecords = Readonly<Record<string, readonly { id: string; value: Readonly<Record<string, unknown>> }[]>>

/**
 * A plugin's service as its documentation describes it, small enough to be read: what it holds, and what it answers. The tools try the
 * plugin against it (`patchbay plugin test`); it never runs with the plugin itself, and nothing reaches the real service.
 */
export interface Fake<State = unknown> {
  /** The pages that it was written from. */
  sources?: readonly string[]
  /** Of origins with `*` in the manifest: the one that is granted here, such as `https://my-shop.myshopify.com`. */
  origins?: readonly string[]
  settings?: Readonly<Record<string, unknown>>
  /** Values of secrets, by key, at least 12 characters; those that are left out are made up. */
  secrets?: Readonly<Record<string, string>>
  /** What is kept in the plugin's collections already, so that examples find something. */
  records?: KeptRecords
  /** Of triggers, by name: an event as the service sends it. It is signed by what the manifest says. */
  events?: Readonly<Record<string, { body: unknown; headers?: Readonly<Record<string, string>> }>>
  /** What the service holds at first: plain data, new each time, with what the examples of the manifest ask for. */
  start(): State
  /** Answers one request, and changes the state by it. It checks the credentials, as the service would. */
  answer(request: FakeRequest, state: State): FakeReply
  /** Of plugins that move money: every amount that has moved, read as the service reads it. */
  money?(state: State, kept: KeptRecords): readonly Money[]
}

/** Makes a fake. Have it as the default export of `fake.ts`. */
export const defineFake = <State>(fake: Fake<State>): Fake<State> => fake
