import { z } from 'zod'
import { defineNodeType } from './define-node-type.ts'

const configSchema = z.strictObject({})

/** Where a run goes on when the caller has gone. */
export const afterCallNode = defineNodeType({
  type: 'afterCall',
  version: 1,
  channels: ['voice'],
  notWhileWaiting: 'part',
  entry: 'afterCall',
  config: configSchema,
  outlets: () => [{ name: 'next', label: 'Next' }],
  compile: (_config, { outlet }) => ({ initial: 'beginning', states: { beginning: { always: [{ to: outlet('next') }] } } }),
  editor: {
    title: 'After the call',
    family: 'data',
    icon: 'phone-check',
    summary: () => 'Runs when the caller has gone; nobody hears it.',
    initial: () => ({}),
  },
  docs: {
    summary: 'Where a run goes on when the caller has gone, however the call ended.',
    whenToUse: 'Leaving a note or counting a goal once the call is over. Nothing here can be spoken or asked.',
    example: {},
  },
})
