import { expect, test } from 'vitest'
import { type StartEvent, startEventText } from './start-event.ts'

test.each<[StartEvent, string | undefined]>([
  [
    { type: 'processRestarted', name: 'server', pid: 7, reason: 'killed', ms: 812 },
    'The server stopped (killed); started again in 0.8 s.',
  ],
  [
    { type: 'processFailed', name: 'database', attempt: 2, tries: 5, lastWords: 'the disk is full' },
    'The database could not be started (try 2 of 5): the disk is full',
  ],
  [
    { type: 'alreadyRunning', pid: 12, url: 'http://127.0.0.1:3000', dataFolder: '/house/.patchbay' },
    'Patchbay is already running here (pid 12) at http://127.0.0.1:3000. Its data folder is /house/.patchbay.',
  ],
  [
    { type: 'alreadyRunning', pid: 12, url: null, dataFolder: '/d' },
    'Patchbay is already running here (pid 12) and is still starting. Its data folder is /d.',
  ],
  [
    { type: 'ready', url: 'http://127.0.0.1:3000', ms: 1240, processes: {} },
    'Ready in 1.2 s. Open http://127.0.0.1:3000\nCtrl-C stops it; nothing is lost.',
  ],
  [{ type: 'processStopped', name: 'server' }, undefined],
  [{ type: 'processSlow', name: 'server', lastWords: null }, 'The server is not ready yet'],
  [{ type: 'processKilled', name: 'server', afterMs: 12_000 }, 'The server did not end within 12.0 s and was killed.'],
])('%o is said in words', (event, text) => expect(startEventText(event)).toBe(text))
