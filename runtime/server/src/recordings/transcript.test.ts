import { expect, test } from 'vitest'
import { transcriptText } from './transcript.ts'

const file = (value: unknown) => Buffer.from(JSON.stringify(value))

test('sentences of all channels stand in the order of speaking', () => {
  const sentence = (text: string, timestamp: number) => ({
    sentence: text,
    raw_sentence: text,
    timestamp,
    duration: 10,
    words: [],
  })
  const channels = [
    { transcript: [sentence('Good morning.', 0), sentence('Goodbye.', 900)] },
    { transcript: [sentence(' Hello. ', 400)] },
  ]
  expect(transcriptText(file({ ver: '1.0.0', channels }))).toBe('Good morning.\nHello.\nGoodbye.')
})

test('silence is an empty text, and what is no transcription is none', () => {
  expect(transcriptText(file({ channels: [{ transcript: [] }] }))).toBe('')
  expect(transcriptText(file({ error: 'no' }))).toBeUndefined()
  expect(transcriptText(Buffer.from('<html>'))).toBeUndefined()
})
