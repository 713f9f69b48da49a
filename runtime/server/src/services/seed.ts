import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { calendarSchema, mailboxSchema } from '@patchbay/core'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { OWNER } from '../context.ts'
import { PHONE_CALLERS, SAMPLE_NUMBER } from '../settings.ts'
import type { BindingStore, StoredBinding } from '../storage/binding-store.ts'
import type { FlowStore } from '../storage/flow-store.ts'
import { logicHashOf } from './flow-text.ts'
import { keyOf, placeOf, readDefinition } from './flows.ts'
import type { Numbers } from './numbers.ts'
import type { Publishing } from './publishing.ts'

interface Deps {
  flows: FlowStore
  bindings: BindingStore
  publishing: Publishing
  numbers: Numbers
  clock: Clock
  log: Logger
}

/**
 * Gives a first run something to call: one sample flow, published, on the sample number, a calendar with office hours, and a mailbox. Does nothing once there was a flow;
 * a first run that was cut off half-way is finished by the next start.
 *
 * @param folder Of the template; its `flows` folder holds one file per flow.
 */
export async function seedFirstRun({ flows, bindings, publishing, numbers, clock, log }: Deps, folder: string): Promise<void> {
  const place = placeOf(OWNER)
  const unfinished = await flows.seeding(place)
  if (unfinished === undefined && (await flows.hasAny(place))) return

  const definition = readTemplate(folder)
  if (definition === undefined) return log.warn('There is no sample flow to begin with')
  const flowId = unfinished?.flowId ?? definition.id
  if (unfinished === undefined) {
    await flows.add({
      ...keyOf(OWNER, flowId),
      name: definition.name,
      definitionText: JSON.stringify(definition),
      logicHash: logicHashOf(definition),
      nodes: definition.nodes.length,
      revision: 1,
      liveVersion: null,
      liveLogicHash: null,
      seed: 'pending',
      updatedAt: new Date(clock()),
      deletedAt: null,
    })
  }
  // flows of the first run may ask whether it is open, and take messages
  for (const binding of firstBindings(clock)) await bindings.add(binding)
  await publishing.publish(OWNER, flowId, 'The sample flow of a first run')
  const target = { flowId: definition.id }
  await numbers.save(OWNER, {
    number: SAMPLE_NUMBER,
    label: 'Sample number',
    rules: [{ callers: [PHONE_CALLERS.tester], target: { use: 'draft', ...target } }, { target: { use: 'live', ...target } }],
  })
  await flows.seeded(keyOf(OWNER, flowId))
  log.info({ flowId }, 'A sample flow was set up')
}

/** Office hours where the machine stands, and one mailbox, until somebody says otherwise. */
function firstBindings(clock: Clock): StoredBinding[] {
  const calendar = calendarSchema.parse({
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    hours: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '09:00', to: '17:00' }],
  })
  const made = { name: 'main', label: 'Main', revision: 1, updatedAt: new Date(clock()), updatedBy: OWNER.actor }
  return [
    { ...placeOf(OWNER), ...made, kind: 'calendar', valueText: JSON.stringify(calendar) },
    { ...placeOf(OWNER), ...made, kind: 'mailbox', valueText: JSON.stringify(mailboxSchema.parse({})) },
  ]
}

function readTemplate(folder: string) {
  const flowsFolder = join(folder, 'flows')
  if (!existsSync(flowsFolder)) return undefined
  const [file] = readdirSync(flowsFolder)
    .filter((name) => name.endsWith('.json'))
    .sort()
  return file === undefined ? undefined : readDefinition(JSON.parse(readFileSync(join(flowsFolder, file), 'utf8')))
}
