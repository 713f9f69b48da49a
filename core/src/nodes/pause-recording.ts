import { z } from 'zod'
import { defineNodeType } from './define-node-type.ts'
import { stopsRecording } from './stops-recording.ts'

const configSchema = z.strictObject({})

/** Leaves out of the recording what comes now. */
export const pauseRecordingNode = defineNodeType({
  type: 'pauseRecording',
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
    title: 'Pause recording',
    family: 'record',
    icon: 'player-pause',
    summary: () => 'What follows is not recorded.',
    initial: () => ({}),
  },
  docs: {
    summary: 'Leaves out of the recording what comes now.',
    whenToUse:
      'Before card numbers are asked for. Start recording, without a question, goes on afterwards: the call then has a recording before the gap and one after it.',
    example: {},
  },
})
