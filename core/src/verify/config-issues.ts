import type { z } from 'zod'
import { type Condition, isOrdering, needsValue } from '../flow/condition.ts'
import { type Issue, type IssueCode, issue } from '../flow/issue.ts'
import type { FlowNode } from '../flow/schema.ts'
import { type ConfigSchema, configSchemaOf, markedFields } from '../flow/walk-config.ts'
import type { NodeType } from '../nodes/define-node-type.ts'

const CUSTOM: Readonly<Record<string, IssueCode>> = {
  missing: 'FIELD_MISSING',
  keyTwice: 'KEY_TWICE',
  outletTwice: 'OUTLET_TWICE',
  maxBelowMin: 'MAX_BELOW_MIN',
  recording: 'RECORDING_NOT_VALID',
  outsideAddress: 'OUTSIDE_ADDRESS_NOT_VALID',
  ownHeader: 'HEADER_NOT_ALLOWED',
}

/** What a node's form lacks, or has wrong. */
export function configIssues(node: FlowNode, nodeType: NodeType): Issue[] {
  const schema = configSchemaOf(nodeType.config)
  const parsed = nodeType.config.safeParse(node.config)
  const found = parsed.success ? [] : parsed.error.issues.flatMap(unfolded).map((fault) => issueOf(fault, node, schema))
  return [...found, ...conditionIssues(node, schema)]
}

/** Of a field that can take several forms, what is wrong with the one that was meant: where reading got furthest. */
function unfolded(fault: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (fault.code !== 'invalid_union') return [fault]
  const depth = (faults: readonly z.core.$ZodIssue[]) => Math.max(0, ...faults.map(({ path }) => path.length))
  const [meant] = fault.errors.toSorted((a, b) => depth(b) - depth(a))
  if (meant === undefined || depth(meant) === 0) return [fault]
  return meant.flatMap((inner) => unfolded({ ...inner, path: [...fault.path, ...inner.path] }))
}

function issueOf(fault: z.core.$ZodIssue, node: FlowNode, schema: ConfigSchema): Issue {
  const path = fault.path.map((part) => (typeof part === 'number' ? part : String(part)))
  const field = fieldAt(schema, path)
  const found = (code: IssueCode, reason: string) =>
    issue(code, { nodeId: node.id, path, data: { field: titleAt(schema, path) ?? String(path.at(-1) ?? ''), reason } })

  if (fault.code === 'custom') return found(CUSTOM[String(fault.params?.reason)] ?? 'FIELD_NOT_VALID', fault.message)
  const value = valueAt(node.config, path)
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return found('FIELD_MISSING', '')
  if (field?.ui === 'phoneNumber') return found('PHONE_NUMBER_NOT_VALID', '')
  return found('FIELD_NOT_VALID', reasonOf(fault))
}

/** For people: zod's own messages are for developers. */
function reasonOf(fault: z.core.$ZodIssue): string {
  if (fault.code === 'too_small') return `at least ${fault.minimum}`
  if (fault.code === 'too_big') return `at most ${fault.maximum}`
  if (fault.code === 'invalid_format' && fault.format === 'url') return 'an address that begins with https://'
  if (fault.code === 'unrecognized_keys') return `unknown: ${fault.keys.join(', ')}`
  return 'not of the expected kind'
}

function conditionIssues(node: FlowNode, schema: ConfigSchema): Issue[] {
  const lists = markedFields(schema, node.config, ({ ui }) => ui === 'conditions')
  return lists.flatMap(({ path, value }) => {
    if (!Array.isArray(value)) return []
    return value.flatMap((condition: Partial<Condition>, index) => {
      const at = { nodeId: node.id, path: [...path, index, 'value'] }
      const text = condition.value?.trim() ?? ''
      if (condition.operator === undefined || !needsValue(condition.operator)) return []
      if (text === '') return [issue('FIELD_MISSING', { ...at, data: { field: 'Value' } })]
      if (!isOrdering(condition.operator) || Number.isFinite(Number(text))) return []
      return [issue('VALUE_NOT_A_NUMBER', { ...at, data: { value: text } })]
    })
  })
}

function fieldAt(schema: ConfigSchema, path: readonly (string | number)[]): ConfigSchema | undefined {
  let at: ConfigSchema | undefined = schema
  for (const part of path) {
    if (at === undefined) return undefined
    const options: readonly ConfigSchema[] = [at, ...(at.anyOf ?? []), ...(at.oneOf ?? [])]
    const step: ConfigSchema[] = options.flatMap((option) => {
      const next: ConfigSchema | undefined =
        typeof part === 'number' ? option.items : (option.properties?.[part] ?? anyOf(option))
      return next === undefined ? [] : [next]
    })
    at = step[0]
  }
  return at
}

/** What people call the field, or else the nearest one that it is part of. */
function titleAt(schema: ConfigSchema, path: readonly (string | number)[]): string | undefined {
  for (let length = path.length; length > 0; length--) {
    const title = fieldAt(schema, path.slice(0, length))?.title
    if (title !== undefined) return title
  }
}

/** What every entry of a record is like. */
const anyOf = ({ additionalProperties }: ConfigSchema): ConfigSchema | undefined =>
  typeof additionalProperties === 'object' ? additionalProperties : undefined

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined),
    value,
  )
}
