import { definePlugin, expectOk, formatMoney, PluginError, parsePhone } from '@patchbay/plugin-sdk'
import type { FrontDesk } from './manifest.ts'

const TOKEN = { authorization: 'Bearer {{secret:DESK_TOKEN}}' }

// biome-ignore lint/style/noDefaultExport: it is what the isolate runs
export default definePlugin<FrontDesk>({
  actions: {
    async findCaller({ number }, { http, settings, records, clock, log }) {
      const caller = parsePhone(number)
      if (caller === undefined) throw new PluginError('NOT_FOUND')
      log.info('looking for', number, 'with', TOKEN.authorization)
      const reply = expectOk(await http.get(new URL(`/callers/${caller}`, settings.address), { headers: TOKEN }))
      const { name } = reply.body as { name: string }
      const visits = records<{ number: string; day: string }>('visits')
      const day = clock.iso().slice(0, 10)
      const known = await visits.find({ where: { number: caller, day } })
      if (known.length === 0) await visits.insert({ number: caller, day })
      return { outlet: 'found', output: { name, visit: (await visits.find({ where: { number: caller } })).length } }
    },

    async charge({ card, amount, currency }, { http, settings, key, log }) {
      const reply = await http.post(`${settings.address}/charges`, {
        headers: { ...TOKEN, 'idempotency-key': key },
        json: { card, amount: formatMoney({ amount, currency }), currency },
      })
      log.info('the service answered', reply.text)
      const { id } = expectOk(reply).body as { id: string }
      return { outlet: 'paid', output: { paymentId: id } }
    },

    async misbehave({ how }) {
      const held: unknown[] = []
      switch (how) {
        case 'hang':
          await new Promise(() => undefined)
          break
        case 'loop':
          for (;;) held.length = 0
        case 'eat':
          for (;;) held.push(new Array(10_000).fill(held.length))
        case 'crash':
          for (let n = 0; ; n++) held.push(Symbol.for(`${n}${'x'.repeat(1000)}`))
        default:
          throw new Error('Broken')
      }
      return { outlet: 'done' }
    },
  },
})
