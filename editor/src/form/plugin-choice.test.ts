import type { PluginActionSummary } from '@patchbay/core/http-contract'
import { expect, test } from 'vitest'
import { withAction, withPlugin } from './plugin-choice.ts'

const action: PluginActionSummary = {
  name: 'charge',
  title: 'Charge',
  summary: 'Charges.',
  inputs: [
    { name: 'amount', title: 'Amount', required: true, type: 'string' },
    { name: 'currency', title: 'Currency', required: true, type: 'string' },
    { name: 'memo', title: 'Memo', required: false, type: 'string' },
  ],
  outputs: [{ name: 'payment', title: 'Payment', required: true, type: 'string' }],
  outlets: [
    { id: 'paid', label: { en: 'Paid', th: 'จ่ายแล้ว' } },
    { id: 'unknown', label: 'Unknown' },
  ],
  sideEffect: 'money',
  mode: 'idempotent',
}

test('choosing an action takes over what it is, and keeps what still fits', () => {
  const before = {
    plugin: 'pay',
    action: 'old',
    inputs: [
      { name: 'currency', value: 'THB' },
      { name: 'gone', value: 'x' },
    ],
    outputs: [
      { from: 'payment.id', to: 'id' },
      { from: 'gone', to: 'x' },
    ],
  }
  expect(withAction(before, action, 'th')).toEqual({
    plugin: 'pay',
    action: 'charge',
    inputs: [
      { name: 'amount', value: '' },
      { name: 'currency', value: 'THB' },
    ],
    outputs: [{ from: 'payment.id', to: 'id' }],
    outlets: [
      { id: 'paid', label: 'จ่ายแล้ว' },
      { id: 'unknown', label: 'Unknown' },
    ],
    sideEffect: 'money',
    mode: 'idempotent',
  })
})

test('choosing another plugin leaves nothing of the former', () =>
  expect(withPlugin(withAction({ plugin: 'pay' }, action, 'en'), 'crm')).toEqual({
    plugin: 'crm',
    action: '',
    inputs: [],
    outputs: [],
  }))
