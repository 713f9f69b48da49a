import type { FlowDefinition, FlowId } from '@patchbay/core'
import {
  flowDraftSchema,
  type LibraryPrompt,
  libraryPromptSchema,
  type MediaFile,
  mediaFileSchema,
  mediaListSchema,
  problemSchema,
  promptListSchema,
  promptPublishedSchema,
  promptVersionListSchema,
  publishedSchema,
} from '@patchbay/core/http-contract'
import { flowOf } from '@patchbay/core/test-kit'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { mp3, wav } from '../../runtime/server/src/testing/sounds.ts'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { greeter } from '../support/greeter-flow.ts'

let bench: CallBench
beforeAll(async () => {
  bench = await startCallBench()
  await bench.startServer()
})
afterAll(() => bench.stop())
afterEach(() => expect(bench.eventsOf('ncco.refused')).toEqual([]))

interface Reply {
  status: number
  headers: Headers
  body: unknown
}

async function api(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  const response = await fetch(`${bench.url}/api/v1${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}

async function upload(bytes: Buffer, name: string, type = 'audio/wav'): Promise<Reply> {
  const response = await fetch(`${bench.url}/api/v1/media?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: new Uint8Array(bytes),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

async function uploaded(bytes: Buffer, name: string): Promise<MediaFile> {
  const { status, body } = await upload(bytes, name)
  expect(status).toBe(201)
  return mediaFileSchema.parse(body)
}

async function newPrompt(prompt: { name: string; text?: object; recording?: object }): Promise<LibraryPrompt> {
  const { status, body } = await api('POST', '/prompts', prompt)
  expect(status).toBe(201)
  return libraryPromptSchema.parse(body)
}

async function edit(prompt: LibraryPrompt, change: { name?: string; text?: object; recording?: object }): Promise<LibraryPrompt> {
  const { name, text, recording } = { ...prompt, ...change }
  const { status, body } = await api(
    'PUT',
    `/prompts/${prompt.id}`,
    { name, text, recording },
    { 'if-match': `"${prompt.version}"` },
  )
  expect(status).toBe(200)
  return libraryPromptSchema.parse(body)
}

async function create(definition: FlowDefinition): Promise<FlowId> {
  const { status, body } = await api('POST', '/flows', { name: definition.name, definition })
  expect(status).toBe(201)
  return flowDraftSchema.parse(body).summary.id
}

async function published(definition: FlowDefinition): Promise<FlowId> {
  const flowId = await create(definition)
  const { status, body } = await api('POST', `/flows/${flowId}/versions`, {})
  expect(status, JSON.stringify(body)).toBe(201)
  publishedSchema.parse(body)
  return flowId
}

async function republish(prompt: LibraryPrompt) {
  const { status, body } = await api('POST', `/prompts/${prompt.id}/publish`, { note: 'New words' })
  expect(status).toBe(200)
  const { flows } = promptPublishedSchema.parse(body)
  return flows.map(({ name, outcome, version, issues }) => ({ name, outcome, version, issues: issues.map(({ code }) => code) }))
}

function expectProblem({ status, body }: Reply, expectedStatus: number, code: string): string {
  const problem = problemSchema.parse(body)
  expect([status, problem.code]).toEqual([expectedStatus, code])
  return problem.detail
}

const answerWith = (flowId: FlowId) =>
  api('PUT', `/numbers/${SAMPLE_NUMBER}`, { label: 'Front desk', rules: [{ target: { use: 'live', flowId } }] })
const dial = () => bench.emulator.dial({ from: CALLER, to: SAMPLE_NUMBER }).uuid
const waitsForKeys = (uuid: string) => bench.clock.runUntil(() => bench.emulator.leg(uuid).waitsFor !== null)
const hasEnded = (uuid: string) => bench.clock.runUntil(() => bench.emulator.leg(uuid).state === 'ended')
const streams = (uuid: string) =>
  bench.eventsOf('heard.started').flatMap(({ legUuid, kind, url }) => (legUuid === uuid && kind === 'stream' ? [url ?? ''] : []))

describe('uploaded recordings', () => {
  test('are kept, listed, fetched by their signed address in whole and in part, and deleted', async () => {
    const bytes = wav({ seconds: 40 })
    const file = await uploaded(bytes, 'Öffnungszeiten.wav')
    expect(file).toMatchObject({ name: 'Öffnungszeiten.wav', contentType: 'audio/wav', durationMs: 40_000, size: bytes.length })
    expect(mediaListSchema.parse((await api('GET', '/media')).body).media).toContainEqual(file)
    expect((await uploaded(bytes, 'the same.wav')).id).toBe(file.id)

    const at = `${bench.url}${file.url}`
    const whole = await fetch(at)
    expect(whole.status).toBe(200)
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'audio/wav',
      'content-length': String(bytes.length),
      'cache-control': 'public, max-age=31536000, immutable',
      'accept-ranges': 'bytes',
      etag: `"${file.id}"`,
    })
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true)

    const part = await fetch(at, { headers: { range: 'bytes=261000-262000' } })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 261000-262000/${bytes.length}`])
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(261_000, 262_001))).toBe(true)
    const behind = await fetch(at, { headers: { range: `bytes=${bytes.length}-` } })
    expect([behind.status, behind.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`])
    const known = await fetch(at, { headers: { 'if-none-match': `"${file.id}"` } })
    expect([known.status, await known.text()]).toEqual([304, ''])
    const other = await fetch(at, { headers: { range: 'bytes=0-9', 'if-range': '"another"' } })
    expect([other.status, (await other.arrayBuffer()).byteLength]).toEqual([200, bytes.length])
    const head = await fetch(at, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(bytes.length), ''])

    expect((await api('DELETE', `/media/${file.id}`)).status).toBe(204)
    expect((await fetch(at)).status).toBe(404)
    expectProblem(await api('DELETE', `/media/${file.id}`), 404, 'MEDIA_NOT_FOUND')
  })

  test('are nobody’s to fetch without the address that we gave out', async () => {
    const { url } = await uploaded(mp3(), 'secret.mp3')
    for (const wrong of [
      url.replace(/sig=.*/, ''),
      url.replace(/sig=./, 'sig='),
      url.replace('t=local', 't=other'),
      url.split('?')[0],
    ])
      expect((await fetch(`${bench.url}${wrong}`)).status).toBe(404)
  })

  test('are refused by their bytes, whatever they are called, with what to do', async () => {
    const wrong = await upload(wav({ bits: 24 }), 'greeting.wav')
    expect(expectProblem(wrong, 415, 'MEDIA_NOT_PLAYABLE')).toBe('This WAV has 24-bit samples. Export it as a 16-bit WAV.')
    expect(problemSchema.parse(wrong.body).issues).toMatchObject([{ code: 'MEDIA_WAV_BITS', data: { bits: 24 } }])
    expectProblem(await upload(Buffer.from('RIFF, or not'), 'greeting.mp3', 'audio/mpeg'), 415, 'MEDIA_NOT_PLAYABLE')
    expectProblem(await upload(wav(), 'greeting.wav', 'text/html'), 415, 'MEDIA_NOT_PLAYABLE')
    expectProblem(await upload(wav(), 'x'.repeat(300)), 400, 'REQUEST_NOT_VALID')
    expect(expectProblem(await upload(Buffer.alloc(10 * 1024 * 1024 + 1), 'long.wav'), 413, 'BODY_TOO_LARGE')).toContain(
      '10,485,760',
    )
  })
})

describe('the prompt library', () => {
  test('every edit is a version of its own, over the one that it began from', async () => {
    const first = await newPrompt({ name: ' Opening hours ', text: { en: 'We are open.', th: ' ' } })
    expect(first).toMatchObject({ name: 'Opening hours', text: { en: 'We are open.' }, recording: {}, version: 1, uses: [] })
    expect(first.id).toMatch(/^opening-hours-[0-9a-f]{6}$/)
    const read = await api('GET', `/prompts/${first.id}`)
    expect([read.headers.get('etag'), read.body]).toEqual(['"1"', first])

    const second = await edit(first, { text: { en: 'We are closed.' } })
    expect(second).toMatchObject({ version: 2, text: { en: 'We are closed.' } })
    const change = { name: 'Late', text: {} }
    const late = await api('PUT', `/prompts/${first.id}`, change, { 'if-match': '"1"' })
    expectProblem(late, 412, 'PROMPT_CHANGED_MEANWHILE')
    expect(late.headers.get('etag')).toBe('"2"')
    expectProblem(await api('PUT', `/prompts/${first.id}`, change), 428, 'DRAFT_MATCH_REQUIRED')
    const { versions } = promptVersionListSchema.parse((await api('GET', `/prompts/${first.id}/versions`)).body)
    expect(versions.map(({ version, text }) => [version, text.en])).toEqual([
      [2, 'We are closed.'],
      [1, 'We are open.'],
    ])
  })

  test('of two who save at once, one is told so', async () => {
    const prompt = await newPrompt({ name: 'Raced', text: { en: 'One.' } })
    const saves = ['Two.', 'Three.'].map((en) =>
      api('PUT', `/prompts/${prompt.id}`, { name: 'Raced', text: { en } }, { 'if-match': '"1"' }),
    )
    expect((await Promise.all(saves)).map(({ status }) => status).toSorted()).toEqual([200, 412])
  })

  test('what cannot be heard is not saved', async () => {
    const recording = { en: `media:${'0'.repeat(64)}` }
    const gone = await api('POST', '/prompts', { name: 'Gone', recording })
    expectProblem(gone, 422, 'PROMPT_NOT_VALID')
    expect(problemSchema.parse(gone.body).issues).toMatchObject([{ code: 'MEDIA_UNKNOWN', path: ['recording', 'en'] }])
    expectProblem(await api('POST', '/prompts', { name: 'Torn', text: { en: 'Hello {{ name' } }), 422, 'PROMPT_NOT_VALID')
    expectProblem(await api('POST', '/prompts', { name: 'Far', recording: { en: 'ftp://x' } }), 400, 'REQUEST_NOT_VALID')
    expectProblem(await api('POST', '/prompts', { name: ' ' }), 400, 'REQUEST_NOT_VALID')
  })

  test('one that flows use stays; others are deleted and can be brought back', async () => {
    const prompt = await newPrompt({ name: 'Used', text: { en: 'Hello.' } })
    const flowId = await create(greeter('Draft user', prompt.id))
    expect(expectProblem(await api('DELETE', `/prompts/${prompt.id}`), 409, 'PROMPT_IN_USE')).toContain('Draft user')
    expect((await api('DELETE', `/flows/${flowId}`)).status).toBe(204)
    expect((await api('DELETE', `/prompts/${prompt.id}`)).status).toBe(204)
    expectProblem(await api('GET', `/prompts/${prompt.id}`), 404, 'PROMPT_NOT_FOUND')
    const ids = async () => promptListSchema.parse((await api('GET', '/prompts')).body).prompts.map(({ id }) => id)
    expect(await ids()).not.toContain(prompt.id)
    expect(libraryPromptSchema.parse((await api('POST', `/prompts/${prompt.id}/restore`)).body)).toMatchObject({ version: 3 })
    expect(await ids()).toContain(prompt.id)
  })

  test('a flow that names a prompt or a recording that is not there is not published', async () => {
    const unknown = await create(greeter('Unknown', 'nobody'))
    const refused = await api('POST', `/flows/${unknown}/versions`, {})
    expectProblem(refused, 422, 'FLOW_NOT_VALID')
    expect(problemSchema.parse(refused.body).issues).toMatchObject([{ code: 'PROMPT_UNKNOWN' }, { code: 'PROMPT_UNKNOWN' }])
    const music = await create(
      flowOf({ p: ['play', { recording: { en: `media:${'0'.repeat(64)}` } }, { next: 'e' }], e: ['hangUp', {}] }),
    )
    const silent = await api('POST', `/flows/${music}/versions`, {})
    expect(problemSchema.parse(silent.body).issues).toMatchObject([{ code: 'MEDIA_UNKNOWN', nodeId: 'p' }])
  })
})

describe('a call', () => {
  test('plays the recording that was uploaded, which Vonage fetches by the address in the NCCO', async () => {
    const bytes = mp3({ frames: 100 })
    const file = await uploaded(bytes, 'greeting.mp3')
    const recording = { en: `media:${file.id}` }
    const prompt = await newPrompt({ name: 'Recorded greeting', recording })
    const flowId = await published(greeter('Recorded', prompt.id))
    await answerWith(flowId)

    const uuid = dial()
    await waitsForKeys(uuid)
    const [url = ''] = streams(uuid)
    expect(url).toBe(`${bench.url}${file.url}`)
    const fetched = await fetch(url)
    expect(fetched.headers.get('cache-control')).toMatch(/^public, max-age=\d+/)
    expect(Buffer.from(await fetched.arrayBuffer()).equals(bytes)).toBe(true)
    // what is played is not deleted, whoever plays it
    expect(expectProblem(await api('DELETE', `/media/${file.id}`), 409, 'MEDIA_IN_USE')).toContain('Recorded greeting')
    await edit(prompt, { text: { en: 'Hello.' }, recording: {} })
    expect(expectProblem(await api('DELETE', `/media/${file.id}`), 409, 'MEDIA_IN_USE')).toContain('version 1')
    bench.emulator.hangUp(uuid)
    await hasEnded(uuid)
  })

  test('that is under way keeps the words that it began with; the next one hears the new ones', async () => {
    const prompt = await newPrompt({ name: 'Words', text: { en: 'Old words.' } })
    const flowId = await published(greeter('Words', prompt.id))
    await answerWith(flowId)
    const first = dial()
    await waitsForKeys(first)

    const newer = await edit(prompt, { text: { en: 'New words.' } })
    expect(newer.uses).toMatchObject([{ flowId, liveVersion: 1, livePromptVersion: 1, inDraft: true }])
    // saved is not published
    const between = dial()
    await waitsForKeys(between)
    expect(bench.heard(between)).toEqual(['Old words.', 'Again?'])

    expect(await republish(newer)).toEqual([{ name: 'Words', outcome: 'republished', version: 2, issues: [] }])
    const second = dial()
    await waitsForKeys(second)
    expect(bench.heard(second)).toEqual(['New words.', 'Again?'])
    bench.emulator.pressKeys(first, '1')
    await hasEnded(first)
    expect(bench.heard(first)).toEqual(['Old words.', 'Again?', 'Old words.'])
    for (const uuid of [between, second]) bench.emulator.hangUp(uuid)

    expect(await republish(newer)).toEqual([{ name: 'Words', outcome: 'unchanged', version: 2, issues: [] }])
  })
})

describe('publishing the users of a prompt', () => {
  const draftOf = async (flowId: FlowId) => flowDraftSchema.parse((await api('GET', `/flows/${flowId}/draft`)).body)

  test('takes the live version, not the draft, and one that is refused stops no other', async () => {
    const prompt = await newPrompt({ name: 'Shared', text: { en: 'Hello.' } })
    const plain = await published(greeter('Plain', prompt.id))
    const thai = {
      ...greeter('Named', prompt.id),
      variables: [{ name: 'name', type: 'text' as const, sensitive: false }],
    }
    const named = await published(thai)
    const never = await create(greeter('Never published', prompt.id))
    const { definition, revision } = await draftOf(named)
    const drawn = { ...definition, nodes: definition.nodes.map((node) => ({ ...node, name: `${node.name} in work` })) }
    const half = { ...drawn, edges: [] }
    expect((await api('PUT', `/flows/${named}/draft`, { definition: half }, { 'if-match': `"${revision}"` })).status).toBe(200)

    // only one of the two flows has a variable of this name
    const newer = await edit(prompt, { text: { en: 'Hello {{ name }}.' } })
    expect((await republish(newer)).toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'Named', outcome: 'republished', version: 2, issues: [] },
      { name: 'Plain', outcome: 'refused', version: 1, issues: ['VARIABLE_UNKNOWN', 'VARIABLE_UNKNOWN'] },
    ])
    expect((await draftOf(plain)).summary).toMatchObject({ liveVersion: 1, draftDiffers: false })
    const after = await draftOf(named)
    expect(after.summary).toMatchObject({ liveVersion: 2, draftDiffers: true })
    expect(after.definition).toEqual(half)
    const { body } = await api('GET', `/flows/${named}/versions/2`)
    expect((body as FlowDefinition).edges).toHaveLength(definition.edges.length)
    expect((await draftOf(never)).summary.liveVersion).toBeNull()
    const { uses } = libraryPromptSchema.parse((await api('GET', `/prompts/${prompt.id}`)).body)
    expect(
      uses.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, livePromptVersion }) => [name, livePromptVersion]),
    ).toEqual([
      ['Named', 2],
      ['Never published', null],
      ['Plain', 1],
    ])
  })

  test('leaves everything else as it was: another prompt that was saved meanwhile is not taken along', async () => {
    const [one, two] = [
      await newPrompt({ name: 'One', text: { en: 'One.' } }),
      await newPrompt({ name: 'Two', text: { en: 'Two.' } }),
    ]
    const flowId = await published(
      flowOf(
        {
          a: ['say', { prompt: { promptId: one.id } }, { next: 'b' }],
          b: ['say', { prompt: { promptId: two.id } }, { next: 'c' }],
          c: ['hangUp', {}],
        },
        { name: 'Both' },
      ),
    )
    await edit(two, { text: { en: 'Two, not checked yet.' } })
    expect(await republish(await edit(one, { text: { en: 'One, newer.' } }))).toMatchObject([{ outcome: 'republished' }])
    await answerWith(flowId)
    const uuid = dial()
    await hasEnded(uuid)
    expect(bench.heard(uuid)).toEqual(['One, newer.', 'Two.'])
  })

  test('reaches callers of flows that enter a user, unless they enter an older version of it, which is said', async () => {
    const prompt = await newPrompt({ name: 'Deep', text: { en: 'Deep words.' } })
    const inner = flowOf(
      { a: ['say', { prompt: { promptId: prompt.id } }, { next: 'b' }], b: ['return', { outcome: 'done' }] },
      { name: 'Inner' },
    )
    const innerId = await published(inner)
    const outer = (name: string) =>
      flowOf(
        {
          in: ['subflow', { flowId: innerId, outcomes: [{ id: 'done', label: 'Done' }] }, { done: 'bye', otherwise: 'bye' }],
          bye: ['hangUp', {}],
        },
        { name },
      )
    const staleId = await published(outer('Stale'))
    const draft = await draftOf(innerId)
    const more = {
      ...draft.definition,
      nodes: [
        ...draft.definition.nodes,
        { id: 'c', type: 'hangUp', typeVersion: 1, name: '', config: { prompt: { text: { en: 'Never.' } } } },
      ],
    }
    expect((await api('PUT', `/flows/${innerId}/draft`, { definition: more }, { 'if-match': '"1"' })).status).toBe(200)
    expect((await api('POST', `/flows/${innerId}/versions`, {})).status).toBe(201)
    const freshId = await published(outer('Fresh'))

    const results = await republish(await edit(prompt, { text: { en: 'Newer deep words.' } }))
    expect(results.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'Fresh', outcome: 'republished', version: 2, issues: [] },
      { name: 'Inner', outcome: 'republished', version: 3, issues: [] },
      { name: 'Stale', outcome: 'refused', version: 1, issues: ['FLOW_VERSION_OLDER'] },
    ])
    for (const [flowId, heard] of [
      [freshId, 'Newer deep words.'],
      [staleId, 'Deep words.'],
    ] as const) {
      await answerWith(flowId)
      const uuid = dial()
      await hasEnded(uuid)
      expect(bench.heard(uuid)).toEqual([heard])
    }
  })
})
