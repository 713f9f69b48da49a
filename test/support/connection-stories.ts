import type { CallStory } from './call-story.ts'
import { A, B, OPERATOR } from './story-flows.ts'

/** Calls that go on to other people, to other flows or to the last words. */
export const connectionStories: readonly CallStory[] = [
  {
    name: 'busy, declined, then answered after a whisper',
    flow: 'team',
    expected: {
      heard: ['We put you through.', 'You have spoken.'],
      callees: { '12025550151': [], desk: [], '12025550152': ['A call for you.'] },
      way: ['team:hello/next', 'team:ring/ended', 'team:over/null', 'team:gone/next', 'team:jot/next', 'team:end/null'],
      ended: 'completed',
    },

    async act(line) {
      line.emulator.busy(await line.rings(A))
      line.emulator.decline(await line.rings('desk'))
      const callee = await line.rings(B)
      line.emulator.answer(callee)
      await line.joined(callee)
      await line.passes(30)
      line.emulator.hangUp(callee)
    },
  },
  {
    name: 'answered in an app; the caller hangs up',
    flow: 'team',
    expected: {
      heard: ['We put you through.'],
      callees: { '12025550151': [], desk: [] },
      way: ['team:hello/next', 'team:gone/next', 'team:jot/next', 'team:end/null'],
      ended: 'callerLeft',
    },

    async act(line) {
      line.emulator.busy(await line.rings(A))
      const callee = await line.rings('desk')
      line.emulator.answer(callee)
      await line.joined(callee)
      await line.passes(30)
      line.emulator.hangUp(line.uuid)
    },
  },
  {
    name: 'a machine answers',
    flow: 'people',
    expected: {
      heard: ['We put you through.', 'A machine answers.'],
      callees: { '12025550151': [] },
      way: [
        'people:hello/next',
        'people:ring/machine',
        'people:machine/null',
        'people:gone/next',
        'people:jot/next',
        'people:end/null',
      ],
      ended: 'completed',
    },

    callees: { [A]: { does: 'answer', after: 2000, as: 'machine' } },
    act: async () => undefined,
  },
  {
    name: 'a human answers and is taken for none',
    flow: 'people',
    expected: {
      heard: ['We put you through.', 'You have spoken.'],
      callees: { '12025550151': [] },
      way: [
        'people:hello/next',
        'people:ring/ended',
        'people:over/null',
        'people:gone/next',
        'people:jot/next',
        'people:end/null',
      ],
      ended: 'completed',
    },

    callees: { [A]: { does: 'answer', after: 2000, talksForMs: 20_000 } },
    act: async () => undefined,
  },
  {
    name: 'a word and good-bye',
    flow: 'plain',
    expected: {
      heard: ['We put you through.', 'You have spoken.'],
      callees: { '12025550151': [] },
      way: ['plain:hello/next', 'plain:ring/ended', 'plain:over/null', 'plain:gone/next', 'plain:jot/next', 'plain:end/null'],
      ended: 'completed',
    },

    callees: { [A]: { does: 'answer', after: 500, talksForMs: 300 } },
    act: async () => undefined,
  },
  {
    name: 'nobody answers',
    flow: 'plain',
    expected: {
      heard: ['We put you through.', 'Nobody answers.'],
      callees: { '12025550151': [] },
      way: [
        'plain:hello/next',
        'plain:ring/noAnswer',
        'plain:nobody/null',
        'plain:gone/next',
        'plain:jot/next',
        'plain:end/null',
      ],
      ended: 'completed',
    },
    callees: { [A]: { does: 'ignore' } },
    act: async () => undefined,
  },
  {
    name: 'a number that is not in service',
    flow: 'plain',
    expected: {
      heard: ['We put you through.', 'Nobody can be reached.'],
      callees: { '12025550151': [] },
      way: ['plain:hello/next', 'plain:ring/failed', 'plain:failed/null', 'plain:gone/next', 'plain:jot/next', 'plain:end/null'],
      ended: 'completed',
    },
    callees: { [A]: { does: 'fail' } },
    act: async () => undefined,
  },
  {
    name: 'the caller gives up while it rings',
    flow: 'plain',
    expected: {
      heard: ['We put you through.'],
      callees: { '12025550151': [] },
      way: ['plain:hello/next', 'plain:gone/next', 'plain:jot/next', 'plain:end/null'],
      ended: 'callerLeft',
    },

    async act(line) {
      await line.rings(A)
      await line.passes(3)
      line.emulator.hangUp(line.uuid)
    },
  },
  {
    name: 'through another flow, a fault, and after the call',
    flow: 'desk',
    expected: {
      heard: ['Your number?', 'Something is wrong here.', 'Goodbye.'],
      callees: { '12025550151': [] },
      way: [
        'identify:ask/collected',
        'identify:ok/null',
        'desk:wrong/next',
        'desk:sorry/next',
        'desk:ring/ended',
        'desk:bye/null',
        'desk:over/next',
        'desk:jot/next',
        'desk:end/null',
      ],
      ended: 'completed',
    },

    async act(line) {
      await line.asked()
      line.emulator.pressKeys(line.uuid, '47#')
      const callee = await line.rings(A)
      line.emulator.answer(callee)
      await line.joined(callee)
      await line.passes(10)
      line.emulator.hangUp(callee)
    },
  },
  {
    name: 'the caller leaves the other flow',
    flow: 'desk',
    expected: {
      heard: ['Your number?'],
      callees: {},
      way: ['desk:over/next', 'desk:jot/next', 'desk:end/null'],
      ended: 'callerLeft',
    },

    async act(line) {
      await line.asked()
      line.emulator.hangUp(line.uuid)
    },
  },
  {
    name: 'somebody who withholds the number',
    flow: 'greeting',
    expected: { heard: ['You call from .'], callees: {}, way: ['greeting:bye/null'], ended: 'completed' },
    from: 'anonymous',
    act: async () => undefined,
  },
  {
    name: 'the server is gone',
    flow: 'menu',
    expected: {
      heard: ['For sales, press 1 or say sales. For help, press 2 or say help.', 'Please hold for the operator.'],
      callees: { '12025550111': [] },
      way: [],
      ended: null,
    },

    async act(line) {
      await line.asked()
      line.serverIs('gone')
      line.emulator.pressKeys(line.uuid, '1')
      line.emulator.busy(await line.rings(OPERATOR))
    },
  },
  {
    name: 'the server answers with faults only',
    flow: 'menu',
    expected: {
      heard: ['For sales, press 1 or say sales. For help, press 2 or say help.', 'Please hold for the operator.'],
      callees: { '12025550111': [] },
      way: [],
      ended: null,
    },

    async act(line) {
      await line.asked()
      line.serverIs('faulty')
      line.emulator.pressKeys(line.uuid, '1')
      line.emulator.busy(await line.rings(OPERATOR))
    },
  },
]
