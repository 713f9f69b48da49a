import type { Language } from '../flow/language.ts'
import type { VariableValue } from '../flow/variable.ts'
import type { TextPurpose } from '../text/render-text.ts'

/**
 * What a flow asks the outside world: a calendar, a web service, a plugin. The engine never works out an answer itself: the
 * host performs the request, and what it came to is an input of the turn, so that a replay needs nobody.
 */
export type Request =
  /** Whether a calendar says that we are open now. Outcomes: `open`, `closed`, `holiday`. */
  | { kind: 'openingHours'; calendar: string }
  /** Takes the caller into a conference. Outcomes: `entered` with the value `conversation`, `full`. */
  | { kind: 'conference'; room: string; moderates: boolean; endsIt: boolean }
  /** Takes the caller into a queue. Outcomes: `queued`, `full`. `priority` is a number as text; more goes first. */
  | { kind: 'queue'; queue: string; priority: string; skills: readonly string[] }
  /**
   * Has somebody called back. Outcomes: `arranged`; `refused` with a `reason`. Times are in minutes; the flow is the one that is
   * live when the call is made.
   */
  | {
      kind: 'callback'
      number: string
      flowId: string
      afterMinutes: number
      attempts: number
      minutesBetween: number
    }
  /** Where the emergency switch stands. Outcomes: `on`, `off`, `drill`; the last for test callers only. */
  | { kind: 'emergency' }
  /**
   * Sends a text message; `sender` is a binding, null is the number that was called. Outcomes: `sent`, `refused` with a
   * `reason`, `unknown`.
   */
  | { kind: 'sendMessage'; to: string; text: string; sender: string | null }
  /** Tells the members of a team. Outcomes: `done`, with how many were told and how many there are. */
  | { kind: 'notifyTeam'; team: string; text: string }
  /**
   * What is done with recordings. `start` (outcome `started`) and `stop` (`stopped`) are about the whole call; `fetch` (`ready`,
   * with the value `recording`, which can be played) and `discard` (`discarded`) are about the message that came last.
   */
  | { kind: 'recording'; action: 'start'; retentionDays: number }
  | { kind: 'recording'; action: 'stop' | 'fetch' | 'discard' }
  /** What a web service says. Outcomes: `ok`, `notFound`, `refused`; `keep` names the values, by their paths in its answer. */
  | {
      kind: 'http'
      method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
      url: string
      headers: readonly { name: string; value: string }[]
      body: { kind: 'json'; text: string } | { kind: 'form'; fields: readonly { name: string; value: string }[] } | null
      keep: readonly string[]
      timeoutSeconds: number
    }
  /** What a plugin does. Outcomes: the outlets of its action; `keep` names the values, by their paths in its output. */
  | { kind: 'plugin'; plugin: string; action: string; input: readonly { name: string; value: string }[]; keep: readonly string[] }
export type RequestKind = Request['kind']
export type RequestOf<Kind extends RequestKind> = Extract<Request, { kind: Kind }>

/**
 * How often a request may be performed. `read` changes nothing, so it is done before the turn is stored; the others are done
 * after it. `idempotent` is repeated under the same key until there is an answer; `atMostOnce` never is: when it is not
 * known what became of it, the answer is `unknown`.
 */
export type RequestMode = 'read' | 'idempotent' | 'atMostOnce'

/** What a request came to. `values` hold only what the flow asked for. */
export interface Answer {
  outcome: string
  values: Readonly<Record<string, VariableValue>>
}

/** A request that a run waits for. `id` is its name within the run; `seq` the turn that asked. */
export interface PendingRequest {
  id: string
  seq: number
  mode: RequestMode
  request: Request
  /** The request whose intent this one goes on with: it is asked under that one's key, for nobody knows what became of it. */
  intent?: string
}

/**
 * What a run wants done elsewhere and does not know to be done: the requests that asked for it first, by where they were asked.
 * An intent ends with a definite answer; until then, whoever asks again at the same place asks for the same thing.
 */
export type Intents = Readonly<Record<string, string>>

/** The open intents after an answer has come. */
export function intentsAfter(intents: Intents, place: string, { mode, id, intent }: PendingRequest, outcome: string): Intents {
  if (mode !== 'idempotent') return intents
  const { [place]: _settled, ...others } = intents
  return outcome === UNKNOWN || outcome === FAILED ? { ...others, [place]: intent ?? id } : others
}

/** The outcomes that any request may come to, beside its own. */
export const FAILED = 'failed'
export const UNKNOWN = 'unknown'

/** A text of a planned request, rendered when it is asked; values in it are escaped for where they stand. */
export interface RequestText {
  template: string
  as: Exclude<TextPurpose, 'spoken'>
}

/** The same, of which the run's language chooses. */
export interface RequestTexts extends Pick<RequestText, 'as'> {
  texts: Readonly<Partial<Record<Language, string>>>
}

/** A request as it stands in a plan: any text in it may be a template. */
export type Planned<Part> = Part extends string
  ? Part | RequestText | RequestTexts
  : Part extends readonly (infer Item)[]
    ? readonly Planned<Item>[]
    : Part extends object
      ? { [Key in keyof Part]: Planned<Part[Key]> }
      : Part

/**
 * The request with its texts rendered.
 *
 * @param render Is given each template; what it returns stands in its place.
 */
export function renderRequest(planned: Planned<Request>, render: (text: RequestText | RequestTexts) => string): Request {
  const visit = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(visit)
    if (typeof part !== 'object' || part === null) return part
    if (('template' in part || 'texts' in part) && 'as' in part) return render(part as RequestText | RequestTexts)
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, visit(value)]))
  }
  return visit(planned) as Request
}
