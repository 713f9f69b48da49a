import { flowDraftSchema } from '@patchbay/core/http-contract'
import { type EmulatorConfigInput, type HttpRequest, type Transport, TransportError } from '@patchbay/vonage-emulator'
import { MongoClient } from 'mongodb'
import { CALLER, type CallBench, startCallBench } from './call-bench.ts'
import type { CallStory, Line, PlayedStory } from './call-story.ts'
import { connectionStories } from './connection-stories.ts'
import { questionStories } from './question-stories.ts'
import { LAST_WORDS, storyFlows } from './story-flows.ts'
import { carry, type UnrulyTransport } from './unruly-transport.ts'

export interface World {
  switches: EmulatorConfigInput['switches']
  /** How webhooks travel, when not as they should. */
  unruly?: UnrulyTransport
}

export interface StoryBench {
  /** Plays all stories in one world, each on a line of its own. */
  play(world: World): Promise<Map<CallStory, PlayedStory>>
  /** What was sent in the last world, without what is new in every call: how one can tell that two worlds differ. */
  sent(): string[]
  stop(): Promise<void>
}

const callStories = [...questionStories, ...connectionStories]

const numberOf = (flow: string) => `120255503${String(Object.keys(storyFlows).indexOf(flow)).padStart(2, '0')}`
const numbers = Object.keys(storyFlows).map(numberOf)

/** A whole Patchbay with the flows of the stories published, each on a number of its own. */
export async function startStoryBench(): Promise<StoryBench> {
  const bench = await startCallBench()
  await bench.startServer()
  const ids = await publishAll(bench)
  const nameOf = new Map([...ids].map(([name, id]) => [id, name]))
  const client = await MongoClient.connect(bench.database.url)
  let sent: string[] = []

  const wayOf = async (uuid: string): Promise<Pick<PlayedStory, 'way' | 'ended'>> => {
    const leg = await client.db().collection<{ _id: string; runId: string }>('legs').findOne({ _id: uuid })
    const turns = await client.db().collection('turns').find({ tenantId: 'local', runId: leg?.runId }).sort({ seq: 1 }).toArray()
    const way = turns.flatMap(({ trace }) =>
      trace.map(({ flowId, nodeId, outlet }: Record<string, string>) => `${nameOf.get(flowId ?? '')}:${nodeId}/${outlet}`),
    )
    return { way, ended: turns.at(-1)?.ended ?? null }
  }

  const playOne = async (story: CallStory, { switches, unruly }: World): Promise<PlayedStory> => {
    let server: 'up' | 'gone' | 'faulty' = 'up'
    const tokens = new Set<string>()
    let startedAt = 0
    const transport: Transport = async (request) => {
      const token = request.headers.authorization ?? ''
      sent.push(`${tokens.has(token) ? 'again ' : ''}${asSent(request, bench.clock.now() - startedAt)}`)
      tokens.add(token)
      if (server === 'gone') throw new TransportError('Connection refused')
      if (server === 'faulty') return { status: 500, body: '' }
      return (unruly?.transport ?? carry)(request)
    }
    await bench.replaceLine({ config: { numbers, switches, callees: story.callees ?? {} }, transport })
    startedAt = bench.clock.now()
    const { uuid } = bench.emulator.dial({ from: story.from ?? CALLER, to: numberOf(story.flow) })
    const line = lineOf(bench, uuid, (state) => {
      server = state
    })
    try {
      await story.act(line)
      await line.ended()
    } catch (cause) {
      const heard = JSON.stringify(bench.heard(uuid))
      const legs = JSON.stringify(bench.emulator.calls())
      throw new Error(
        `The story “${story.name}” does not go on. Heard: ${heard}. Legs: ${legs}. Sent: ${sent.slice(-12).join('\n')}`,
        { cause },
      )
    }
    await bench.clock.settle()
    await unruly?.flush()
    const rung = bench.emulator.calls().filter(({ direction }) => direction === 'outbound')
    return {
      heard: bench.heard(uuid),
      callees: Object.fromEntries(rung.map((leg) => [leg.to, bench.heard(leg.uuid)])),
      ...(await wayOf(uuid)),
    }
  }

  return {
    async play(world) {
      sent = []
      const played = new Map<CallStory, PlayedStory>()
      for (const story of callStories) {
        sent.push(`story ${story.name}`)
        played.set(story, await playOne(story, world))
      }
      return played
    },
    sent: () => sent,
    async stop() {
      await client.close()
      await bench.stop()
    },
  }
}

function lineOf(bench: CallBench, uuid: string, serverIs: Line['serverIs']): Line {
  const { emulator, clock } = bench
  const leg = () => emulator.leg(uuid)
  const isAsked = () => leg().waitsFor?.kind === 'input' && leg().hears === null
  return {
    emulator,
    uuid,
    serverIs,
    asked: () => clock.runUntil(isAsked),
    async askedAgain() {
      const questions = () => bench.eventsOf('input.waiting').length
      const before = questions()
      await clock.runUntil(() => leg().state === 'ended' || (questions() > before && isAsked()))
      return leg().state !== 'ended'
    },
    spokenTo: () => clock.runUntil(() => leg().waitsFor?.kind === 'input' && leg().hears !== null),
    ended: () => clock.runUntil(() => leg().state === 'ended'),
    async rings(address) {
      const find = () => emulator.calls().find(({ to, state }) => to === address && state === 'ringing')
      await clock.runUntil(() => find() !== undefined)
      return find()?.uuid ?? ''
    },
    joined: (calleeUuid) =>
      clock.runUntil(() => bench.eventsOf('leg.joined').some(({ legUuid }) => legUuid === calleeUuid || legUuid === uuid)),
    passes: (seconds) => clock.advance(seconds * 1000),
  }
}

/** Publishes the flows, those that others go through first; their ids by name. */
async function publishAll({ url }: CallBench): Promise<Map<string, string>> {
  const api = async (method: string, path: string, body: object = {}): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
    return response.json()
  }
  // thousands of calls within an hour are what the full tier is for
  await api('PUT', '/outbound-policy', { maxLegsPerHour: null, maxLegsPerDay: null })
  // where the server is away, nobody hears the end of a call, whose place is looked after two minutes later
  await api('PUT', '/calls-at-once', { limit: 5000 })
  const ids = new Map<string, string>()
  for (const [name, flow] of Object.entries(storyFlows)) {
    const drawn = flow((other) => ids.get(other) ?? '')
    const definition = name === 'menu' ? { ...drawn, fallback: LAST_WORDS } : drawn
    const { summary } = flowDraftSchema.parse(await api('POST', '/flows', { name: drawn.name, definition }))
    ids.set(name, summary.id)
    await api('POST', `/flows/${summary.id}/versions`)
    await api('PUT', `/numbers/${numberOf(name)}`, { label: name, rules: [{ target: { use: 'live', flowId: summary.id } }] })
  }
  return ids
}

/** One webhook without ids and times of the machine, so that two calls can be compared. */
function asSent({ url, method, body }: HttpRequest, atMs: number): string {
  const kind = /\/vonage\/voice\/([a-z]+)/.exec(url)?.[1]
  const told = (body ?? '').replaceAll(/"(uuid|call_uuid|conversation_uuid\w*|timestamp|\w+_time|region_url)":"[^"]*"/g, '"$1"')
  const place = /\/runs\/|\/whispers\//.test(told) ? told.replaceAll(/https?:[^"]*/g, '') : told
  return `${atMs} ${method} ${kind} ${place}`
}
