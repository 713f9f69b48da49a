import type { FlowDefinition } from '@patchbay/core'
import { flowOf } from '@patchbay/core/test-kit'

const words = (text: string) => ({ prompt: { text: { en: text } } })
const outlets = (names: string) => names.split(' ').map((id) => ({ id, label: id }))
const inputs = (of: Record<string, string>) => Object.entries(of).map(([name, value]) => ({ name, value }))

/** Who calls types a card, which is saved, and subscribes with it to a plan. */
export const subscribeFlow = (plan: string): FlowDefinition =>
  flowOf(
    {
      card: [
        'secureDigits',
        { ...words('Your card number.'), what: { kind: 'cardNumber', lastFour: 'lastFour' }, variable: 'card' },
        { collected: 'until', noInput: 'sorry', noMatch: 'sorry', failed: 'sorry' },
      ],
      until: [
        'secureDigits',
        { ...words('Valid until.'), what: { kind: 'expiry' }, variable: 'until', submitOnHash: false },
        { collected: 'save', noInput: 'sorry', noMatch: 'sorry', failed: 'sorry' },
      ],
      save: [
        'pluginAction',
        {
          ...{ plugin: 'payments', action: 'saveMethod', sideEffect: 'write', mode: 'idempotent' },
          outlets: outlets('saved declined'),
          inputs: inputs({ customerId: '{{ caller.number }}', card: '{{ card }}', expiry: '{{ until }}' }),
          outputs: [{ from: 'methodId', to: 'method' }],
        },
        { saved: 'subscribe', declined: 'sorry', failed: 'sorry' },
      ],
      subscribe: [
        'pluginAction',
        {
          ...{ plugin: 'payments', action: 'createSubscription', sideEffect: 'money', mode: 'idempotent' },
          outlets: outlets('active declined requiresAction noPlan unknown'),
          inputs: inputs({ planId: plan, customerId: '{{ caller.number }}', methodId: '{{ method }}' }),
          outputs: [{ from: 'name', to: 'plan' }],
        },
        {
          ...{ active: 'done', declined: 'sorry', requiresAction: 'sorry', noPlan: 'sorry', unknown: 'sorry' },
          failed: 'sorry',
        },
      ],
      done: ['hangUp', words('You have {{ plan }} from today.')],
      sorry: ['hangUp', words('Not done.')],
    },
    {
      name: 'Subscribe',
      variables: [
        ...['lastFour', 'method', 'plan'].map((name) => ({ name, type: 'text' as const, sensitive: false })),
        ...['card', 'until'].map((name) => ({ name, type: 'text' as const, sensitive: true })),
      ],
    },
  )
