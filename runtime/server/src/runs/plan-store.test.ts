import { createFlow, flowIdSchema, nodeIdSchema, PLAN_FORMAT } from '@patchbay/core'
import { describe, expect, test } from 'vitest'
import { compileToText } from '../services/flow-text.ts'
import { createPlanStore } from './plan-store.ts'

const place = { tenantId: 'local', environmentId: 'main' }
const flowId = flowIdSchema.parse('main')
const ref = { flowId, version: '1' }
const start = nodeIdSchema.parse('end')
const flow = {
  ...createFlow({ id: flowId, name: 'Main' }),
  startNodeId: start,
  nodes: [{ id: start, type: 'hangUp', typeVersion: 1, name: '', config: {} }],
}
const { planText, plan } = compileToText(flow, {})!

/** Counts how often it is asked. */
function versions(stored: { planText: string; planFormat: number } | undefined) {
  const asked: string[] = []
  const plan = async (_key: object, version: string) => {
    asked.push(version)
    return stored
  }
  return { asked, plan }
}

describe('createPlanStore', () => {
  test('a plan is read and built once', async () => {
    const stored = versions({ planText, planFormat: plan.planFormat })
    const plans = createPlanStore(stored)
    const [first, second] = [await plans.load(place, [ref]), await plans.load(place, [ref])]
    expect(first(ref)).toBe(second(ref))
    expect(stored.asked).toEqual(['1'])
  })

  test('a version that is not there is said so', async () => {
    await expect(createPlanStore(versions(undefined)).load(place, [ref])).rejects.toMatchObject({ code: 'VERSION_NOT_FOUND' })
  })

  test('a plan of another release is left to others', async () => {
    await expect(createPlanStore(versions({ planText, planFormat: 99 })).load(place, [ref])).rejects.toMatchObject({
      code: 'PLAN_FORMAT_UNKNOWN',
    })
  })

  test('the flows that a plan enters are at hand before it enters them, however deep and round', async () => {
    const entering = (from: string, to: string) => {
      const id = flowIdSchema.parse(from)
      const node = nodeIdSchema.parse('go')
      const nodes = [{ id: node, type: 'transferFlow', typeVersion: 1, name: '', config: { flowId: to } }]
      const flows = { [to]: { version: '1', name: to, outcomes: [], variables: [], notWhileWaiting: [], silentOutcomes: [] } }
      return compileToText({ ...createFlow({ id, name: from }), startNodeId: node, nodes }, { flows })!
    }
    const texts = new Map([
      ['a', entering('a', 'b')],
      ['b', entering('b', 'c')],
      ['c', entering('c', 'a')],
    ])
    const plans = await createPlanStore({
      plan: async (key) => ({ planText: texts.get(key.flowId)!.planText, planFormat: PLAN_FORMAT }),
    }).load(place, [{ flowId: flowIdSchema.parse('a'), version: '1' }])
    for (const id of ['a', 'b', 'c']) expect(plans({ flowId: flowIdSchema.parse(id), version: '1' }).plan.flowId).toBe(id)
  })

  test('what was not loaded is not looked up', async () => {
    const plans = await createPlanStore(versions(undefined)).load(place, [])
    expect(() => plans(ref)).toThrow('not loaded')
  })
})
