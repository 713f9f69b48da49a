import type { CallStory } from './call-story.ts'

/** Calls that keys, words and silence decide. */
export const questionStories: readonly CallStory[] = [
  {
    name: 'a key',
    flow: 'menu',
    expected: {
      heard: ['For sales, press 1 or say sales. For help, press 2 or say help.', 'Help it is.'],
      callees: {},
      way: ['menu:menu/help', 'menu:help/null'],
      ended: 'completed',
    },

    async act(line) {
      await line.asked()
      line.emulator.pressKeys(line.uuid, '2')
    },
  },
  {
    name: 'a key amid the prompt',
    flow: 'menu',
    expected: {
      heard: ['For sales, press 1 or say sales. For help, press 2 or say help.', 'Sales it is.'],
      callees: {},
      way: ['menu:menu/sales', 'menu:sales/null'],
      ended: 'completed',
    },

    async act(line) {
      await line.spokenTo()
      line.emulator.pressKeys(line.uuid, '1')
      if (!(await line.askedAgain())) return
      line.emulator.pressKeys(line.uuid, '1')
    },
  },
  {
    name: 'a wrong key, then a word',
    flow: 'menu',
    expected: {
      heard: [
        'For sales, press 1 or say sales. For help, press 2 or say help.',
        'That is no choice.',
        'For sales, press 1 or say sales. For help, press 2 or say help.',
        'Sales it is.',
      ],
      callees: {},
      way: ['menu:menu/sales', 'menu:sales/null'],
      ended: 'completed',
    },

    async act(line) {
      await line.asked()
      line.emulator.pressKeys(line.uuid, '9')
      await line.passes(1)
      await line.asked()
      line.emulator.speak(line.uuid, { text: 'Sales, please' })
    },
  },
  {
    name: 'a key over a word',
    flow: 'menu',
    expected: {
      heard: ['For sales, press 1 or say sales. For help, press 2 or say help.', 'Help it is.'],
      callees: {},
      way: ['menu:menu/help', 'menu:help/null'],
      ended: 'completed',
    },

    async act(line) {
      await line.asked()
      line.emulator.speak(line.uuid, { text: 'sales' })
      await line.passes(1)
      line.emulator.pressKeys(line.uuid, '2')
    },
  },
  {
    name: 'silence',
    flow: 'menu',
    expected: {
      heard: [
        'For sales, press 1 or say sales. For help, press 2 or say help.',
        'We heard nothing.',
        'For sales, press 1 or say sales. For help, press 2 or say help.',
        'Nothing was chosen.',
      ],
      callees: {},
      way: ['menu:menu/noInput', 'menu:nothing/null'],
      ended: 'completed',
    },
    act: (line) => line.asked(),
  },
  {
    name: 'an unclear word, then silence',
    flow: 'menu',
    expected: {
      heard: [
        'For sales, press 1 or say sales. For help, press 2 or say help.',
        'We heard nothing.',
        'For sales, press 1 or say sales. For help, press 2 or say help.',
        'Nothing was chosen.',
      ],
      callees: {},
      way: ['menu:menu/noInput', 'menu:nothing/null'],
      ended: 'completed',
    },

    async act(line) {
      await line.asked()
      line.emulator.speak(line.uuid, { text: 'hm', garbled: true })
    },
  },
  {
    name: 'digits and #',
    flow: 'digits',
    expected: {
      heard: ['Your customer number, please, then the hash key.', 'You typed 4 7 1 1.'],
      callees: {},
      way: ['digits:ask/collected', 'digits:typed/null'],
      ended: 'completed',
    },

    async act(line) {
      await line.asked()
      line.emulator.pressKeys(line.uuid, '4711#')
    },
  },
  {
    name: 'digits and a pause',
    flow: 'digits',
    expected: {
      heard: ['Your customer number, please, then the hash key.', 'You typed 4 7 1 1.'],
      callees: {},
      way: ['digits:ask/collected', 'digits:typed/null'],
      ended: 'completed',
    },

    async act(line) {
      await line.asked()
      line.emulator.pressKeys(line.uuid, '4711')
    },
  },
  {
    name: 'as many digits as there may be',
    flow: 'digits',
    expected: {
      heard: ['Your customer number, please, then the hash key.', 'You typed 4 7 1 1 0 0.'],
      callees: {},
      way: ['digits:ask/collected', 'digits:typed/null'],
      ended: 'completed',
    },

    async act(line) {
      await line.asked()
      line.emulator.pressKeys(line.uuid, '471100')
    },
  },
  {
    name: '# alone, too few digits',
    flow: 'digits',
    expected: {
      heard: [
        'Your customer number, please, then the hash key.',
        'Nothing was typed.',
        'Your customer number, please, then the hash key.',
        'A wrong number.',
      ],
      callees: {},
      way: ['digits:ask/noMatch', 'digits:wrong/null'],
      ended: 'completed',
    },

    async act(line) {
      await line.asked()
      line.emulator.pressKeys(line.uuid, '#')
      await line.passes(1)
      await line.asked()
      line.emulator.pressKeys(line.uuid, '4#')
    },
  },
  {
    name: 'words',
    flow: 'speech',
    expected: {
      heard: ['Which city are you calling from, please?', 'Greetings to Chiang Mai.'],
      callees: {},
      way: ['speech:ask/collected', 'speech:said/null'],
      ended: 'completed',
    },

    async act(line) {
      await line.asked()
      line.emulator.speak(line.uuid, { text: 'Chiang Mai', confidence: 0.8 })
    },
  },
  {
    name: 'words amid the prompt',
    flow: 'speech',
    expected: {
      heard: ['Which city are you calling from, please?', 'Greetings to Bangkok.'],
      callees: {},
      way: ['speech:ask/collected', 'speech:said/null'],
      ended: 'completed',
    },

    async act(line) {
      await line.spokenTo()
      line.emulator.speak(line.uuid, { text: 'Bangkok' })
      if (!(await line.askedAgain())) return
      line.emulator.speak(line.uuid, { text: 'Bangkok' })
    },
  },
  {
    name: 'no words',
    flow: 'speech',
    expected: {
      heard: ['Which city are you calling from, please?', 'Which city are you calling from, please?', 'No city.'],
      callees: {},
      way: ['speech:ask/noInput', 'speech:nothing/null'],
      ended: 'completed',
    },
    act: (line) => line.asked(),
  },
]
