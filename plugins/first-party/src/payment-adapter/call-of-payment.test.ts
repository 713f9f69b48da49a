import type { Context, Fake } from '@patchbay/plugin-sdk'
import { expect, test } from 'vitest'
import iyzicoFake from '../iyzico-payments/fake.ts'
import iyzico from '../iyzico-payments/handlers.ts'
import iyzicoManifest from '../iyzico-payments/manifest.ts'
import omiseFake from '../omise-payments/fake.ts'
import omise from '../omise-payments/handlers.ts'
import omiseManifest from '../omise-payments/manifest.ts'
import paypalFake from '../paypal-payments/fake.ts'
import paypal from '../paypal-payments/handlers.ts'
import paypalManifest from '../paypal-payments/manifest.ts'
import stripeFake from '../stripe-payments/fake.ts'
import stripe from '../stripe-payments/handlers.ts'
import stripeManifest from '../stripe-payments/manifest.ts'
import { createFakeHttp, outcomeOf } from '../testing/fake-http.ts'
import { createMemoryHost } from '../testing/memory-context.ts'

interface Payments {
  charge(input: never, context: Context<never>): Promise<{ outlet: string }>
  getPayment(input: never, context: Context<never>): Promise<{ outlet: string }>
}
type Rules = Parameters<typeof createMemoryHost>[0]

test.each([
  ['omise', omise.actions, omiseFake, omiseManifest, { currency: 'THB', methodId: 'card_saved', customerId: 'cust_1' }],
  ['paypal', paypal.actions, paypalFake, paypalManifest, { currency: 'USD', methodId: 'vault-saved' }],
  ['iyzico', iyzico.actions, iyzicoFake, iyzicoManifest, { currency: 'TRY', methodId: 'card-saved', customerId: 'user-1' }],
  ['stripe', stripe.actions, stripeFake, stripeManifest, { currency: 'THB', methodId: 'pm_saved' }],
] as [string, Payments, Fake, Rules, object][])(
  '%s: a payment says which call it came from',
  async (_, actions, fake, rules, card) => {
    const { http } = createFakeHttp(fake)
    const host = createMemoryHost(rules, { http })
    const contextOf = (key: string, runId?: string) =>
      host.context(fake.settings, { key, ...(runId === undefined ? {} : { runId }) }) as never
    const paid = async (key: string, runId?: string) => {
      const made = await outcomeOf(() => actions.charge({ amount: 50_000, ...card } as never, contextOf(key, runId)))
      expect(made.outlet).toBe('paid')
      const { paymentId } = made.output as { paymentId: string }
      const { output } = await outcomeOf(() => actions.getPayment({ paymentId } as never, contextOf('look')))
      return output as { runId?: string }
    }
    expect(await paid('k1', 'run-5f3a')).toMatchObject({ runId: 'run-5f3a' })
    expect(await paid('k2')).not.toHaveProperty('runId')
  },
)
