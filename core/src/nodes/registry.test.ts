import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ActionPlan, NodeBehaviour, TransitionPlan } from '../engine/state-plan.ts'
import { type ConfigSchema, configSchemaOf, markedFields } from '../flow/walk-config.ts'
import { type CompileContext, NODE_FAMILIES, type NodeType } from './define-node-type.ts'
import { NODE_TYPES, nodeTypeOf } from './registry.ts'

const context: CompileContext = {
  nodeId: 'x',
  outlet: (name) => ({ outlet: name }),
  prompt: () => ({ en: { text: 'x' } }),
  typeOf: () => 'text',
  speaks: () => true,
}
const transitionsOf = ({ states }: NodeBehaviour): readonly TransitionPlan[] =>
  Object.values(states).flatMap(({ always = [], on = {} }) => [...always, ...Object.values(on).flat()])

const CUT_OFF: readonly ActionPlan['type'][] = ['connect', 'ringAll', 'record', 'joinConference', 'enterQueue', 'hangUp']
function mustNotBeCutOff(action: ActionPlan): boolean {
  if (action.type === 'enterFlow') return action.transfer
  if (action.type === 'collectInput') return action.secret !== undefined
  if (action.type === 'request') return /^(queue|conference|callback|recording)$/.test(String(action.request.kind))
  return CUT_OFF.includes(action.type)
}

test('every file of a node type is in the registry, and its name is its type', () => {
  const shared = ['attempts.ts', 'define-node-type.ts', 'registry.ts', 'stops-recording.ts', 'unique-outlets.ts']
  const files = readdirSync(import.meta.dirname).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !shared.includes(file),
  )
  const kebab = (type: string) => `${type.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`
  expect(NODE_TYPES.map(({ type }) => kebab(type)).toSorted()).toEqual(files.toSorted())
})

test('types are unique', () => {
  expect(new Set(NODE_TYPES.map(({ type }) => type)).size).toBe(NODE_TYPES.length)
  expect(nodeTypeOf('menu')?.type).toBe('menu')
  expect(nodeTypeOf('nonsense')).toBeUndefined()
})

describe.each(NODE_TYPES.map((nodeType): [string, NodeType] => [nodeType.type, nodeType]))('%s', (_, nodeType) => {
  const config = nodeType.config.parse(nodeType.docs.example)
  const outlets = nodeType.outlets(config).map(({ name }) => name)
  const behaviour = nodeType.compile(config, context)

  test('its example compiles to JSON', () => {
    expect(JSON.parse(JSON.stringify(behaviour))).toEqual(behaviour)
  })

  test('leads somewhere by every outlet, and by no other', () => {
    const used = new Set(transitionsOf(behaviour).flatMap(({ to }) => ('outlet' in to ? [to.outlet] : [])))
    expect([...used].toSorted()).toEqual(outlets.toSorted())
  })

  test('can reach each of its states', () => {
    const targets = transitionsOf(behaviour).flatMap(({ to }) => ('state' in to ? [to.state] : []))
    expect(new Set([behaviour.initial, ...targets])).toEqual(new Set(Object.keys(behaviour.states)))
  })

  test('never waits without a way on for whatever comes', () => {
    for (const { always = [], on = {} } of Object.values(behaviour.states)) {
      expect(always.length + Object.keys(on).length).toBeGreaterThan(0)
      if (always.length > 0) expect(always.at(-1)?.guard).toBeUndefined()
      if (on['digits.received'] !== undefined) {
        expect(on['digits.received'].at(-1)?.guard).toBeUndefined()
        expect(on['input.timedOut']?.at(-1)?.guard).toBeUndefined()
      }
    }
  })

  test('says whether an agent may take the caller amid it', () => {
    const { notWhileWaiting, entry } = nodeType
    const entries = Object.values(behaviour.states).flatMap(({ entry: actions = [] }) => actions)
    const actions = [...entries, ...transitionsOf(behaviour).flatMap(({ actions: done = [] }) => done)]
    const refused = typeof notWhileWaiting === 'string' && notWhileWaiting !== 'part'
    expect(actions.some(mustNotBeCutOff)).toBe(refused)
    if (entry === 'errorHandler' || entry === 'afterCall') expect(notWhileWaiting).toBe('part')
  })

  test('says in words what it is and when to use it', () => {
    const { title, family, icon } = nodeType.editor
    for (const words of [title, icon, nodeType.docs.summary, nodeType.docs.whenToUse]) expect(words.length).toBeGreaterThan(2)
    expect(NODE_FAMILIES).toContain(family)
    expect(nodeType.docs.summary).toMatch(/^[A-Z].*\.$/)
  })

  test('has a card: a summary of its example and a new node to begin with', () => {
    const say = () => 'spoken'
    expect(typeof nodeType.editor.summary(config, say)).toBe('string')
    const initial = nodeType.editor.initial((text) => ({ text: { en: text } }))
    const parsed = nodeType.config.safeParse(initial)
    // what a new node still lacks is what only the author can know; it is found as a missing field, not as a broken form
    if (!parsed.success) expect(JSON.stringify(initial)).toMatch(/:(""|\{\}|\[\])/)
  })

  test('every field of its form has a title', () => {
    const untitled: string[] = []
    const walk = (schema: ConfigSchema, path: string) => {
      for (const [name, field] of Object.entries(schema.properties ?? {})) {
        if (field.title === undefined && field.ui !== 'hidden') untitled.push(`${path}${name}`)
        if (field.ui !== 'prompt' && field.ui !== 'conditions') walk(field.items ?? field, `${path}${name}.`)
      }
    }
    walk(configSchemaOf(nodeType.config), '')
    expect(untitled).toEqual([])
  })

  test('its marked fields are found in its example', () => {
    const schema = configSchemaOf(nodeType.config)
    const marks = JSON.stringify(schema).includes('"ui":"prompt"')
    const found = markedFields(schema, nodeType.docs.example, ({ ui }) => ui === 'prompt')
    expect(found.length > 0).toBe(marks)
  })
})
