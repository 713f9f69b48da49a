import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { loadPlan, type Plans, type StatePlan } from '@patchbay/core'
import { expect, test } from 'vitest'
import { type Moment, makeMoments, noticed } from '../frozen/moments.ts'

const folder = resolve(import.meta.dirname, '../frozen')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.moment.json'))
const momentIn = (file: string) => JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as Moment

function plansIn(plans: Readonly<Record<string, StatePlan>>): Plans {
  const loaded = new Map(Object.entries(plans).map(([flowId, plan]) => [flowId, loadPlan(plan)]))
  return ({ flowId }) => {
    const plan = loaded.get(flowId)
    if (plan === undefined) throw new Error(`No plan of ${flowId} was frozen`)
    return plan
  }
}

test('runs of every kind are frozen', () => {
  expect(new Set(files.map((file) => momentIn(file).name))).toEqual(new Set(makeMoments().map(({ name }) => name)))
})

// never mend a file: a call that was begun like this goes on like this
test.each(files)('%s goes on as when it was frozen', (file) => {
  const { plans, turn, ...moment } = momentIn(file)
  // a later release may say more, and nothing else
  expect(JSON.parse(JSON.stringify(noticed(plansIn(plans), moment)))).toMatchObject(turn)
})
