import { type Manifest, type ManifestAction, outletsOfAction, UNKNOWN_OUTLET } from '../plugin-manifest/manifest.ts'
import type { ManifestFault } from '../plugin-manifest/parse-manifest.ts'
import type { ObjectSchema, ValueSchema } from '../plugin-manifest/value-schema.ts'
import type { CategoryAction, CategoryInterface } from './category-interface.ts'
import { interfaceOf } from './registry.ts'

/**
 * What keeps a plugin from serving where its category is asked for: whatever a flow may give by the interface it has to take,
 * whatever a flow may read by it has to be there, and it leads nowhere that the flow does not know of.
 */
export function categoryFaults(manifest: Manifest): ManifestFault[] {
  const category = interfaceOf(manifest.category)
  return category === undefined ? [] : interfaceFaults(category, manifest)
}

function interfaceFaults(
  { category, actions, required, successes = {} }: CategoryInterface,
  manifest: Manifest,
): ManifestFault[] {
  return Object.entries(actions).flatMap(([name, agreed]) => {
    const action = Object.hasOwn(manifest.actions, name) ? manifest.actions[name] : undefined
    const field = `actions.${name}`
    if (action !== undefined)
      return actionFaults(agreed, action, successes[name]).map(({ field: at, problem }) => ({ field: `${field}.${at}`, problem }))
    return required.includes(name) ? [{ field, problem: `is missing: every plugin of the category ${category} has it` }] : []
  })
}

function actionFaults(agreed: CategoryAction, action: ManifestAction, successes: readonly string[] | undefined): ManifestFault[] {
  const found: ManifestFault[] = []
  const fault = (field: string, problem: string) => found.push({ field, problem })
  const outlets = outletsOfAction(action).map(({ name }) => name)
  const known = agreed.outlets.map(({ name }) => name)

  const first = successes ?? known.slice(0, 1)
  if (!first.includes(outlets[0] ?? '')) fault('outlets', `begins with ${first.join(' or ')} in this category`)
  for (const outlet of outlets.filter((name) => !known.includes(name))) {
    fault('outlets', `${outlet} is none of this category's: ${known.join(', ')}`)
  }
  if (known.includes(UNKNOWN_OUTLET) && !outlets.includes(UNKNOWN_OUTLET))
    fault('outlets', `needs ${UNKNOWN_OUTLET} in this category`)
  if (action.sideEffect !== agreed.sideEffect) fault('sideEffect', `is ${agreed.sideEffect} in this category`)
  else if (action.mode !== agreed.mode) fault('mode', `is ${agreed.mode ?? 'not given'} in this category`)
  if (action.permission !== agreed.permission) fault('permission', `is ${agreed.permission ?? 'not given'} in this category`)
  if (agreed.voiceSafe === true && !action.voiceSafe) fault('voiceSafe', 'is true in this category: callers wait for it')
  found.push(
    ...takes(agreed.input as ObjectSchema, action.input, 'input'),
    ...gives(agreed.output as ObjectSchema, action.output, 'output'),
  )
  return found
}

/** Whether everything that is agreed on may be given to a schema. */
function takes(agreed: ValueSchema, schema: ValueSchema, at: string): ManifestFault[] {
  const fault = (field: string, problem: string): ManifestFault[] => [{ field, problem }]
  if (schema.type !== agreed.type) return fault(`${at}.type`, `is ${agreed.type} in this category`)
  const common = [...classFaults(agreed, schema, at), ...boundFaults(agreed, schema, at)]
  if (schema.type === 'array') return [...common, ...takes((agreed as typeof schema).items, schema.items, `${at}.items`)]
  if (schema.type === 'object') {
    const { properties, required = [] } = agreed as ObjectSchema
    const needless = (schema.required ?? []).filter((name) => !required.includes(name))
    return [
      ...common,
      ...needless.flatMap((name) => fault(`${at}.required`, `${name} may be left out in this category`)),
      ...eachProperty(properties, schema, at, takes),
    ]
  }
  const missing = choicesOf(agreed)?.filter((choice) => choicesOf(schema)?.includes(choice) === false) ?? []
  if (choicesOf(agreed) === undefined && choicesOf(schema) !== undefined)
    return fault(`${at}.enum`, 'takes any text in this category')
  return [...common, ...missing.flatMap((choice) => fault(`${at}.enum`, `${choice} is missing`))]
}

/** Whether what a schema describes is what is agreed on; it may have more to say. */
function gives(agreed: ValueSchema, schema: ValueSchema, at: string): ManifestFault[] {
  const fault = (field: string, problem: string): ManifestFault[] => [{ field, problem }]
  if (schema.type !== agreed.type) return fault(`${at}.type`, `is ${agreed.type} in this category`)
  const common = [...classFaults(agreed, schema, at)]
  if (schema.type === 'array') return [...common, ...gives((agreed as typeof schema).items, schema.items, `${at}.items`)]
  if (schema.type === 'object') {
    const { properties, required = [] } = agreed as ObjectSchema
    const lacking = required.filter((name) => schema.required?.includes(name) !== true)
    return [
      ...common,
      ...lacking.flatMap((name) => fault(`${at}.required`, `${name} is always there in this category`)),
      ...eachProperty(properties, schema, at, gives),
    ]
  }
  const allowed = choicesOf(agreed)
  if (allowed !== undefined && choicesOf(schema) === undefined)
    return fault(`${at}.enum`, `is one of ${allowed.join(', ')} in this category`)
  const more = choicesOf(schema)?.filter((choice) => allowed?.includes(choice) === false) ?? []
  return [...common, ...more.flatMap((choice) => fault(`${at}.enum`, `${choice} is none of this category's`))]
}

function eachProperty(
  properties: ObjectSchema['properties'],
  schema: ObjectSchema,
  at: string,
  look: (agreed: ValueSchema, schema: ValueSchema, at: string) => ManifestFault[],
): ManifestFault[] {
  return Object.entries(properties).flatMap(([name, agreed]) => {
    const own = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined
    const field = `${at}.properties.${name}`
    return own === undefined ? [{ field, problem: 'is missing: this category has it' }] : look(agreed, own, field)
  })
}

const choicesOf = (schema: ValueSchema): readonly string[] | undefined => (schema.type === 'string' ? schema.enum : undefined)

/** What stands in a field has to be known, so that it is kept and granted alike. */
const classFaults = ({ dataClass }: ValueSchema, schema: ValueSchema, at: string): ManifestFault[] =>
  schema.dataClass === dataClass ? [] : [{ field: `${at}.dataClass`, problem: `is ${dataClass ?? 'not given'} in this category` }]

const LEAST = ['minLength', 'minimum', 'minItems']
const MOST = ['maxLength', 'maximum', 'maxItems']

/** A bound may be wider than what is agreed on, never narrower. */
function boundFaults(agreed: ValueSchema, schema: ValueSchema, at: string): ManifestFault[] {
  const of = (one: ValueSchema, name: string, none: number) =>
    Number(Object.entries(one).find(([key]) => key === name)?.[1] ?? none)
  const least = LEAST.filter((name) => of(schema, name, Number.NEGATIVE_INFINITY) > of(agreed, name, Number.NEGATIVE_INFINITY))
  const most = MOST.filter((name) => of(schema, name, Number.POSITIVE_INFINITY) < of(agreed, name, Number.POSITIVE_INFINITY))
  return [...least, ...most].map((name) => ({ field: `${at}.${name}`, problem: 'is narrower than in this category' }))
}
