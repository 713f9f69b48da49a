import { describe, expect, test } from 'vitest'
import { NODE_TYPES } from '../nodes/registry.ts'
import { flowOf } from '../test-kit/index.ts'
import { FLOW_MIGRATIONS, type FlowMigration, readFlow } from './migrations.ts'
import { FLOW_SCHEMA_VERSION } from './schema.ts'

const flow = flowOf({ bye: ['hangUp', {}] })

test('today’s form is read as it is, after a trip through JSON', () => {
  expect(readFlow(JSON.parse(JSON.stringify(flow)))).toEqual({ type: 'success', flow })
})

test('migrations lead from the first form to today’s without a gap', () => {
  expect(FLOW_MIGRATIONS.map(({ to }) => to)).toEqual(Array.from({ length: FLOW_SCHEMA_VERSION - 1 }, (_, index) => index + 2))
})

describe('an older form', () => {
  // two made-up steps: what they must do is be run in order, each once
  const migrations: FlowMigration[] = [
    { to: 0, up: ({ title, ...rest }) => ({ ...rest, label: title }) },
    { to: 1, up: ({ label, ...rest }) => ({ ...rest, name: label }) },
  ]
  const { name, ...rest } = flow

  test('is brought up step by step', () => {
    expect(readFlow({ ...rest, schemaVersion: -1, title: name }, migrations)).toEqual({ type: 'success', flow })
  })

  test('skips the steps that it has behind it', () => {
    expect(readFlow({ ...rest, schemaVersion: 0, label: name }, migrations)).toEqual({ type: 'success', flow })
  })
})

describe('a node of an older form', () => {
  const old = {
    ...flow,
    nodes: [{ ...flow.nodes[0], type: 'connect', typeVersion: 1, config: { to: '12025550143', ringSeconds: 20 } }],
  }

  test('is brought up by its own type', () => {
    expect(readFlow(old)).toMatchObject({
      type: 'success',
      flow: { nodes: [{ typeVersion: 2, config: { endpoints: [{ kind: 'phone', number: '12025550143' }], ringSeconds: 20 } }] },
    })
  })

  test('leads to today’s form by steps of one, for every type', () => {
    for (const { version, migrations = [] } of NODE_TYPES) {
      expect(migrations.map(({ to }) => to)).toEqual(Array.from({ length: version - 1 }, (_, index) => index + 2))
    }
  })
})

describe('what cannot be read is an issue, not an exception', () => {
  test('a newer form', () => {
    expect(readFlow({ ...flow, schemaVersion: 99 })).toMatchObject({
      type: 'error',
      issues: [{ code: 'FLOW_TOO_NEW', data: { version: 99, current: FLOW_SCHEMA_VERSION } }],
    })
  })

  test.each([[null], ['text'], [[flow]], [42], [undefined]])('%j', (stored) => {
    expect(readFlow(stored)).toMatchObject({ type: 'error', issues: [{ code: 'SCHEMA' }] })
  })

  test('a field of the wrong kind is named', () => {
    const found = readFlow({ ...flow, nodes: [{ ...flow.nodes[0], name: 7 }] })
    expect(found).toMatchObject({ type: 'error', issues: [{ code: 'SCHEMA', path: ['nodes', 0, 'name'] }] })
  })

  test('a field that nobody knows is named, not dropped', () => {
    expect(readFlow({ ...flow, extra: true })).toMatchObject({ type: 'error', issues: [{ code: 'SCHEMA' }] })
  })
})
