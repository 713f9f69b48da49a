import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CALLER, type CallBench, SAMPLE_NUMBER, startCallBench } from '../support/call-bench.ts'
import { postWebhook } from '../support/vonage-post.ts'

/** Webhooks as Vonage's own libraries record them, collected beside the repository; a checkout without them skips this suite. */
const folder = resolve(import.meta.dirname, '../../../shared/corpora/vonage-webhooks')
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : []

/** What each file has to be taken for. Calls as REST lists them (`event-started-2`, `-4`, `-6`) are read as statuses too. */
const KINDS: Record<string, string> = {
  'Vonage__vonage-dotnet-sdk__answer-2.json': 'answer',
  'Vonage__vonage-dotnet-sdk__error-1.json': 'error',
  'Vonage__vonage-dotnet-sdk__event-answered-1.json': 'status',
  'Vonage__vonage-dotnet-sdk__event-answered-2.json': 'status',
  'Vonage__vonage-dotnet-sdk__event-completed-1.json': 'status',
  'Vonage__vonage-dotnet-sdk__event-machine-1.json': 'status',
  'Vonage__vonage-dotnet-sdk__event-rejected-1.json': 'status',
  'Vonage__vonage-dotnet-sdk__event-rejected-2.json': 'status',
  'Vonage__vonage-dotnet-sdk__event-started-1.json': 'status',
  'Vonage__vonage-dotnet-sdk__event-started-2.json': 'status',
  'Vonage__vonage-dotnet-sdk__event-transcribed-1.json': 'transcription',
  'Vonage__vonage-dotnet-sdk__input-6.json': 'input',
  'Vonage__vonage-dotnet-sdk__input-7.json': 'input',
  'Vonage__vonage-dotnet-sdk__input-8.json': 'input',
  'Vonage__vonage-dotnet-sdk__input-9.json': 'input',
  'Vonage__vonage-dotnet-sdk__other-1.json': 'notify',
  'Vonage__vonage-dotnet-sdk__record-3.json': 'record',
  'Vonage__vonage-dotnet-sdk__transfer-1.json': 'transfer',
  'Vonage__vonage-php-sdk-core__event-answered-3.json': 'status',
  'Vonage__vonage-php-sdk-core__event-completed-2.json': 'status',
  'Vonage__vonage-php-sdk-core__event-failed-1.json': 'status',
  'Vonage__vonage-php-sdk-core__event-ringing-1.json': 'status',
  'Vonage__vonage-php-sdk-core__event-started-3.json': 'status',
  'Vonage__vonage-php-sdk-core__event-started-4.json': 'status',
  'Vonage__vonage-php-sdk-core__event-started-5.json': 'status',
  'Vonage__vonage-php-sdk-core__event-started-6.json': 'status',
  'Vonage__vonage-php-sdk-core__input-10.json': 'input',
  'Vonage__vonage-php-sdk-core__other-2.json': 'notify',
  'Vonage__vonage-php-sdk-core__record-4.json': 'record',
  'Vonage__vonage-php-sdk-core__transfer-2.json': 'transfer',
}

describe.skipIf(files.length === 0)('collected webhooks', () => {
  let bench: CallBench
  const kinds: string[] = []

  beforeAll(async () => {
    bench = await startCallBench()
    // which kind a webhook was taken for stands in the log
    const lines = new Writable({
      write(chunk: Buffer, _encoding, done) {
        const { kind } = JSON.parse(chunk.toString()) as { kind?: string }
        if (kind !== undefined) kinds.push(kind)
        done()
      },
    })
    await bench.startServer({}, { log: pino({ level: 'debug' }, lines) })
  })
  afterAll(() => bench.stop())

  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  const post = (url: string, body: string) => postWebhook(new URL(url, bench.url).href, body, { keys: bench.keys })

  test('every file is in the table, and nothing else is', () => expect(files.sort()).toEqual(Object.keys(KINDS).sort()))

  test.each(Object.entries(KINDS))('%s is taken as %s', async (file, kind) => {
    kinds.length = 0
    const { status } = await post(kind === 'answer' ? '/vonage/voice/answer' : '/vonage/voice/event', read(file))
    expect([status, kinds]).toEqual([kind === 'answer' ? 200 : 204, [kind]])
  })

  test.each(Object.entries(KINDS))(
    '%s at the address of a question never yields a failure, nor an empty reply where Vonage would play on',
    async (file, kind) => {
      const answer = { from: CALLER, to: SAMPLE_NUMBER, uuid: `corpus-${file}`, conversation_uuid: 'CON-1' }
      const { body } = await post('/vonage/voice/answer', JSON.stringify(answer))
      const question = (body as { eventUrl?: [string] }[]).find(({ eventUrl }) => eventUrl !== undefined)?.eventUrl?.[0]
      const reply = await post(question ?? '', read(file))
      expect(reply.status).toBeLessThan(300)
      if (kind === 'input' || kind === 'notify')
        expect(reply.body).toEqual(expect.arrayContaining([expect.objectContaining({ action: 'talk' })]))
    },
  )
})
