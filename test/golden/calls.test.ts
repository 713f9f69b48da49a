import { readdirSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import {
  CALLER,
  callableFlow,
  effectsOf,
  type FlowDefinition,
  NODE_TYPES,
  parseManifest,
  readFlow,
  toNcco,
  validate,
  whereIs,
} from '@patchbay/core'
import { actOf, addressesAt, callScriptSchema, deskManifest, type Exchange, PlayedCall, plansOf } from '@patchbay/core/test-kit'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
// a case is a file; accept a change you meant with `vitest -u`, and read the diff
const callFiles = ['templates/welcome-line', 'test/golden/nodes'].flatMap((folder) =>
  readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.call.json'))
    .map((path) => `${folder}/${path}`),
)
const nodesTaken = new Set<string>()

const desk = parseManifest(deskManifest)
const plugins = desk.type === 'manifest' ? { [desk.manifest.name]: desk.manifest } : {}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

/** The flow of a call and those in the same folder, which it may enter. */
function flowsBeside(callFile: string, name: string): { flow: FlowDefinition; others: FlowDefinition[] } {
  const folder = resolve(root, dirname(callFile), '../flows')
  const all = readdirSync(folder).map((file) => {
    const read = readFlow(readJson(resolve(folder, file)))
    if (read.type === 'error') throw new Error(`${file}: ${JSON.stringify(read.issues)}`)
    return { file, flow: read.flow }
  })
  const called = all.find(({ file }) => file === `${name}.json`)
  if (called === undefined) throw new Error(`${name}.json is not beside ${callFile}`)
  return { flow: called.flow, others: all.filter((one) => one !== called).map(({ flow }) => flow) }
}

test('there are recorded calls', () => expect(callFiles).not.toHaveLength(0))

test.each(callFiles)('%s', async (path) => {
  const script = callScriptSchema.parse(readJson(resolve(root, path)))
  const { flow, others } = flowsBeside(path, script.flow)
  const flows = Object.fromEntries([flow, ...others].map((one) => [one.id, callableFlow(one, '1')]))
  for (const one of [flow, ...others]) expect(validate(one, { flows, plugins })).toEqual([])

  const call = new PlayedCall(flow, script.from, plansOf(flow, others))
  const types = new Map([flow, ...others].flatMap(({ nodes }) => nodes.map(({ id, type }) => [id, type])))
  const transcript: object[] = [{ after: 'start', ...turnOf(call, types) }]
  for (const exchange of script.call) {
    expectHeard(call, exchange)
    call.waits(exchange.after ?? 0)
    const act = actOf(exchange)
    if (act !== undefined) {
      call.does(act)
      transcript.push({ after: act, ...turnOf(call, types) })
    }
    if (exchange.ends !== undefined) expect(call.turn.state.ended?.reason).toBe(exchange.ends)
  }
  expect(call.turn.state.ended, 'the script ends where the call ends').not.toBeNull()

  const golden = resolve(root, path.replace('.call.json', '.golden.json'))
  await expect(`${JSON.stringify(transcript, null, 2)}\n`).toMatchFileSnapshot(golden)
})

test('every node type is part of a recorded call', () => {
  expect(NODE_TYPES.map(({ type }) => type).filter((type) => !nodesTaken.has(type))).toEqual([])
})

/** What a reader of the golden file wants to see of a turn: the way, what is sent, and where the call waits. */
function turnOf(call: PlayedCall, types: ReadonlyMap<string, string>): object {
  const { trace, faults, recorded, state } = call.turn
  for (const { nodeId } of trace) nodesTaken.add(types.get(nodeId) ?? '')
  const top = state.frames.at(-1)
  if (top === undefined) throw new Error('a run without a frame')
  const fallback = { plan: call.plans(top).plan, state }
  const turnUrl = `https://ivr.test/runs/run/caller/${state.legs[CALLER]?.askedSeq}`
  const asked = call.turn.effects.flatMap((effect) => (effect.type === 'request' ? [effect.request] : []))
  return {
    way: call.way,
    ncco: call.turn.effects.length === 0 ? null : toNcco(effectsOf(call.turn, CALLER), addressesAt(turnUrl), fallback),
    ...(asked.length === 0 ? {} : { asked }),
    waitsAt: whereIs(state)?.nodeId ?? null,
    frames: state.frames.map(({ flowId, role, variables }) => ({ flowId, role, variables })),
    faults,
    recorded,
    ended: state.ended,
  }
}

function expectHeard(call: PlayedCall, { hears, dials, asks }: Exchange): void {
  const said = call.heard.join('\n')
  let from = 0
  for (const part of [hears ?? []].flat()) {
    const at = said.indexOf(part, from)
    expect(at, `“${part}” is heard, in its place, in:\n${said}`).toBeGreaterThanOrEqual(0)
    from = at + part.length
  }
  if (asks !== undefined)
    expect(call.turn.effects).toContainEqual(
      expect.objectContaining({ type: 'request', request: expect.objectContaining({ kind: asks }) }),
    )
  if (dials !== undefined)
    expect(call.turn.effects).toContainEqual(
      expect.objectContaining({
        type: expect.stringMatching(/^(connect|dial)$/),
        endpoint: expect.objectContaining({ number: dials }),
      }),
    )
}
