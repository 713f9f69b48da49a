import { z } from 'zod'
import { defineNodeType } from './define-node-type.ts'
import { stopsRecording } from './stops-recording.ts'

const configSchema = z.strictObject({})

/** Ends the recording of the call. */
export const stopRecordingNode = defineNodeType({
  type: 'stopRecording',
  version: 1,
  channels: ['voice'],
  notWhileWaiting: 'records',
  config: configSchema,
  outlets: () => [
    { name: 'next', label: 'Next' },
    { name: 'failed', label: 'Something went wrong', trouble: true },
  ],
  compile: (_config, { outlet }) => stopsRecording(outlet),
  editor: {
    title: 'Stop recording',
    family: 'record',
    icon: 'player-stop',
    summary: () => 'The recording ends.',
    initial: () => ({}),
  },
  docs: {
    summary: 'Ends the recording of the call.',
    whenToUse:
      'Where a caller takes back consent, or the part that is worth keeping is over. A recording also ends with the call.',
    example: {},
  },
})
