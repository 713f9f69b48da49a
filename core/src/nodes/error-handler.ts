import { z } from 'zod'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({})

/** Where a call goes on when something in the flow went wrong. */
export const errorHandlerNode = defineNodeType({
  type: 'errorHandler',
  version: 1,
  channels: ['voice'],
  notWhileWaiting: 'part',
  entry: 'errorHandler',
  config: configSchema,
  outlets: () => [{ name: 'next', label: 'Next' }],
  compile: (_config, { outlet }) => ({ initial: 'beginning', states: { beginning: { always: [{ to: outlet('next') }] } } }),
  editor: {
    title: 'When something goes wrong',
    family: 'decide',
    icon: 'alert-triangle',
    summary: () => 'Callers go on here instead of hearing the last words.',
    initial: () => ({}),
  },
  docs: {
    summary: 'Where a call goes on when something in the flow went wrong.',
    whenToUse: 'Leading callers to a person when a part of the flow fails. Without it, callers hear the flow’s last words.',
    example: {},
  },
})
