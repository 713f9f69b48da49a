import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { stopSignals } from './stop-signals.ts'

test.each([
  ['nothing', [], { stop: false, stopNow: false }],
  ['Ctrl-C', [['SIGINT', 0]], { stop: true, stopNow: false }],
  [
    'one Ctrl-C that npm passes on once more',
    [
      ['SIGINT', 0],
      ['SIGINT', 40],
    ],
    { stop: true, stopNow: false },
  ],
  [
    'a second Ctrl-C',
    [
      ['SIGINT', 0],
      ['SIGINT', 900],
    ],
    { stop: true, stopNow: true },
  ],
  [
    'Ctrl-C, then a SIGTERM',
    [
      ['SIGINT', 0],
      ['SIGTERM', 900],
    ],
    { stop: true, stopNow: true },
  ],
  ['a terminal that is closed', [['SIGHUP', 0]], { stop: true, stopNow: false }],
  ['the end of the script that started it', [['disconnect', 0]], { stop: true, stopNow: false }],
] as [string, [string, number][], object][])('%s', (_, signals, expected) => {
  const source = new EventEmitter()
  let time = 5000
  const { stop, stopNow } = stopSignals(source, () => time)
  for (const [signal, at] of signals) {
    time = 5000 + at
    source.emit(signal)
  }
  expect({ stop: stop.aborted, stopNow: stopNow.aborted }).toEqual(expected)
})

test('signals that were let go are no longer heard', () => {
  const source = new EventEmitter()
  const { stop, release } = stopSignals(source)
  release()
  source.emit('SIGINT')
  expect(stop.aborted).toBe(false)
})
