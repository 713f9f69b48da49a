import { definePlugin, errorCodeOf, PluginError, parsePhone } from '@patchbay/plugin-sdk'
import type manifest from './manifest.ts'

export default definePlugin<typeof manifest>({
  actions: {
    async greet({ number }, { records, key }) {
      const caller = parsePhone(number)
      if (caller === undefined) throw new PluginError('INVALID_INPUT', 'This is no telephone number')
      const calls = records<{ number: string }>('calls')
      // under the key of the request: a repetition finds it there, and counts nothing twice
      await calls.insert({ number: caller }, { id: key }).catch((error: unknown) => {
        if (errorCodeOf(error) !== 'CONFLICT') throw error
      })
      const all = await calls.find({ where: { number: caller } })
      return { outlet: all.length > 1 ? 'known' : 'new', output: { calls: all.length } }
    },
  },
})
