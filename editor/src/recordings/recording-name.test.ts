import { expect, test } from 'vitest'
import { recordingName } from './recording-name.ts'

const id = 'a'.repeat(64)
const file = {
  id,
  name: 'greeting.mp3',
  contentType: 'audio/mpeg',
  size: 1,
  durationMs: 1,
  createdAt: '',
  url: '',
} as const
const media = new Map([[id, file]])

test.each([
  [`media:${id}`, 'greeting.mp3'],
  [`http://127.0.0.1:3000/media/${id}?t=local&e=main&sig=x`, 'greeting.mp3'],
  [`media:${'b'.repeat(64)}`, undefined],
  ['https://media.example.com/sounds/hours.wav?token=1#t=3', 'hours.wav'],
  ['https://media.example.com', 'media.example.com'],
  ['https://media.example.com/', 'https://media.example.com/'],
])('%s is called %s', (recording, expected) => expect(recordingName(recording, media)).toBe(expected))

test('an upload has no name until the uploads are known', () => expect(recordingName(`media:${id}`, undefined)).toBeUndefined())
