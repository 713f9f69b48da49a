import type { z } from 'zod'
import { categoryFaults } from '../plugin-categories/fits-category.ts'
import { faultsOf } from './conforms.ts'
import { erasingFaults } from './erasing-faults.ts'
import { faultText } from './fault-text.ts'
import {
  FAILED_OUTLET,
  type Manifest,
  type ManifestAction,
  manifestSchema,
  modeOfAction,
  outletsOfAction,
  PLUGIN_CATEGORIES,
  timeoutOf,
  UNKNOWN_OUTLET,
  VOICE_SAFE_MS,
} from './manifest.ts'
import { triggerFaults } from './trigger-faults.ts'
import type { DataClass, ObjectSchema, ValueSchema } from './value-schema.ts'

/** What a manifest has wrong, and in which field: `actions.charge.outlets`. */
export interface ManifestFault {
  field: string
  problem: string
}

export type ParsedManifest = { type: 'manifest'; manifest: Manifest } | { type: 'error'; faults: ManifestFault[] }

/**
 * Reads a plugin's manifest.
 *
 * @param stored Parsed JSON from anywhere.
 * @param options.kept It was found good when it came in: rules that were made since are not held against it.
 * @returns Every fault with the field that it is in; texts are English, for those who write plugins.
 */
export function parseManifest(stored: unknown, { kept = false }: { kept?: boolean } = {}): ParsedManifest {
  const parsed = manifestSchema.safeParse(stored)
  const broken = (manifest: Manifest) => (kept ? [] : rulesBroken(manifest))
  const faults = parsed.success ? broken(parsed.data) : parsed.error.issues.map(faultOf)
  return parsed.success && faults.length === 0 ? { type: 'manifest', manifest: parsed.data } : { type: 'error', faults }
}

function faultOf(issue: z.core.$ZodIssue): ManifestFault {
  const path = issue.path.map(String)
  // a property that is not known is named itself, not what it stands in
  if (issue.code === 'unrecognized_keys') return { field: [...path, issue.keys[0]].join('.'), problem: 'is not known here' }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const inner = issue.errors.flat().find(({ code }) => code !== 'invalid_type')
    if (inner !== undefined) return { field: [...path, ...inner.path.map(String)].join('.'), problem: inner.message }
  }
  return { field: path.join('.'), problem: issue.message }
}

/** What no single field can show. */
function rulesBroken(manifest: Manifest): ManifestFault[] {
  const { hosts, secrets, actions, triggers, collections } = manifest
  const fault = (field: string, problem: string): ManifestFault => ({ field, problem })
  const keys = secrets.map(({ key }) => key)
  return [
    // a card may name a category in place of a plugin
    ...((PLUGIN_CATEGORIES as readonly string[]).includes(manifest.name) ? [fault('name', 'is the name of a category')] : []),
    ...(Object.keys(actions).length + Object.keys(triggers).length > 0
      ? []
      : [fault('actions', 'the plugin does nothing: give it an action or a trigger')]),
    ...keys.flatMap((key, index) => (keys.indexOf(key) < index ? [fault(`secrets.${index}.key`, `${key} is there twice`)] : [])),
    ...secrets.flatMap(({ hosts: towards, made }, index) =>
      made === true && towards.length > 0
        ? [fault(`secrets.${index}.hosts`, 'is empty for what the host makes: it goes nowhere')]
        : [],
    ),
    ...secrets.flatMap((secret, index) =>
      secret.hosts
        .filter((host) => !hosts.includes(host))
        .map((host) => fault(`secrets.${index}.hosts`, `${host} is not among the plugin's hosts`)),
    ),
    ...triggerFaults(manifest),
    ...Object.entries(triggers).flatMap(([name, { output }]) =>
      [...dataClassesIn(output)]
        .filter((one) => !manifest.dataClasses.includes(one))
        .map((one) => fault(`triggers.${name}.output`, `${one} is not among the plugin's dataClasses`)),
    ),
    ...Object.entries(collections).flatMap(([name, { record, unique, indexes }]) =>
      Object.entries({ unique, indexes }).flatMap(([list, each]) =>
        each.flatMap((fields, index) =>
          fields
            .filter((field) => {
              const schema = Object.hasOwn(record.properties, field) ? record.properties[field] : undefined
              // of a list each entry finds the record
              const entry = schema?.type === 'array' && list === 'indexes' && fields.length === 1 ? schema.items : schema
              return !isPlain(entry)
            })
            .map((field) =>
              fault(`collections.${name}.${list}.${index}`, `${field} is no text, number or yes-or-no of a record`),
            ),
        ),
      ),
    ),
    ...erasingFaults(manifest),
    ...Object.entries(actions).flatMap(([name, action]) =>
      actionFaults(manifest, action).map(({ field, problem }) => fault(`actions.${name}.${field}`, problem)),
    ),
    ...categoryFaults(manifest),
  ]
}

function actionFaults(manifest: Manifest, action: ManifestAction): ManifestFault[] {
  const { sideEffect, mode, askFirst, examples, input, output } = action
  const outlets = outletsOfAction(action).map(({ name }) => name)
  const found: ManifestFault[] = []
  const fault = (field: string, problem: string) => found.push({ field, problem })

  if (new Set(outlets).size < outlets.length) fault('outlets', 'an outlet is there twice')
  if (outlets.includes(FAILED_OUTLET)) fault('outlets', `${FAILED_OUTLET} is always there and not the plugin's to give`)
  if (outlets[0] === UNKNOWN_OUTLET) fault('outlets', 'the first outlet is the success')
  if (sideEffect === 'read' && mode !== undefined) fault('mode', 'what only reads has none')
  if (sideEffect !== 'read' && mode === undefined) fault('mode', 'must be idempotent or atMostOnce for what writes')
  if (askFirst !== undefined) {
    const asked = Object.hasOwn(manifest.actions, askFirst) ? manifest.actions[askFirst] : undefined
    if (modeOfAction(action) !== 'idempotent') fault('askFirst', 'is for what is idempotent')
    if (asked?.sideEffect !== 'read') fault('askFirst', 'must name an action that only reads')
    else if (faultsOf(asked.input, {}).length > 0) fault('askFirst', 'must name an action that needs no input: it has the key')
  }
  const mayBeUnknown = sideEffect === 'money' || modeOfAction(action) === 'atMostOnce'
  if (mayBeUnknown && !outlets.includes(UNKNOWN_OUTLET)) {
    fault(
      'outlets',
      `needs ${UNKNOWN_OUTLET}: nobody may know whether ${sideEffect === 'money' ? 'money has moved' : 'it was done'}`,
    )
  }
  if (!mayBeUnknown && sideEffect === 'read' && outlets.includes(UNKNOWN_OUTLET)) {
    fault('outlets', `what only reads is never ${UNKNOWN_OUTLET}: it has failed`)
  }
  const timeout = timeoutOf(manifest, action)
  if (timeout > manifest.limits.timeoutMs) fault('timeoutMs', 'is longer than limits.timeoutMs')
  if (action.voiceSafe && timeout > VOICE_SAFE_MS) fault('voiceSafe', `an action that takes up to ${timeout} ms is not`)
  for (const dataClass of new Set([...dataClassesIn(input), ...dataClassesIn(output)])) {
    if (!manifest.dataClasses.includes(dataClass)) fault('input', `${dataClass} is not among the plugin's dataClasses`)
  }
  if (dataClassesIn(output).has('card')) fault('output', 'a card is never handed back')
  for (const [index, example] of examples.entries()) {
    for (const wrong of faultsOf(input, example.input)) fault(`examples.${index}.input.${wrong.path}`, faultText(wrong))
    if (![...outlets, FAILED_OUTLET].includes(example.outlet)) fault(`examples.${index}.outlet`, `${example.outlet} is no outlet`)
    const partly = example.outlet !== outlets[0]
    for (const wrong of faultsOf(output, example.output, { partly }))
      fault(`examples.${index}.output.${wrong.path}`, faultText(wrong))
  }
  return found
}

const isPlain = (schema: ValueSchema | undefined): boolean =>
  schema !== undefined && schema.type !== 'object' && schema.type !== 'array'

/** The class of data of an input, or undefined for what needs no care. */
export const dataClassAt = ({ properties }: ObjectSchema, name: string): DataClass | undefined =>
  Object.hasOwn(properties, name) ? properties[name]?.dataClass : undefined

/** The classes of data that a schema names, anywhere in it. */
export function dataClassesIn(schema: ObjectSchema): Set<DataClass> {
  const found = new Set<DataClass>()
  const visit = (at: ValueSchema): void => {
    if (at.dataClass !== undefined) found.add(at.dataClass)
    if (at.type === 'array') visit(at.items)
    if (at.type === 'object') for (const property of Object.values(at.properties)) visit(property)
  }
  visit(schema)
  return found
}
