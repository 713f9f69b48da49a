import { type FlowDefinition, type FlowNode, type Language, nodeTypeOf, type Prompt } from '@patchbay/core'
import { formatPhoneNumber } from '../words/phone-number.ts'
import type { CardRows } from './geometry.ts'

export interface CardOutlet {
  name: string
  label: string
  trouble: boolean
}

/** What a card shows of a node, worked out once a change. */
export interface CardModel {
  id: string
  type: string
  /** The author's name for it, else the name of its kind. */
  name: string
  kind: string
  family: string
  icon: string
  /** It begins a part of the flow of its own: no cord leads to it. */
  entry: boolean
  summary: string
  summaryLines: CardRows['summaryLines']
  outlets: readonly CardOutlet[]
}

/** Words that the card needs in the reader's language. */
export interface CardWords {
  kind(type: string, english: string): string
  outlet(type: string, name: string, label: string): string
  notFilledIn: string
  /** What callers hear of a shared prompt; its name where it has no text in that language, undefined while it is not known. */
  shared?(promptId: string, language: Language): string | undefined
  /** What an action of a plugin, or of a kind of plugins, is called; undefined while it is not known. */
  deed?(plugin: string, action: string): string | undefined
  /** The name of an uploaded recording. */
  recording?(reference: string): string | undefined
  /** What people call a flow; undefined while it is not known. */
  flow?(flowId: string): string | undefined
}

/** Letters of a summary's line that are sure to fit: measured on the widest common text. */
const LINE_LETTERS = 33

/** Reads a half-filled form as far as it goes: a card keeps its place and its cords while somebody types. */
export function cardModel(node: FlowNode, flow: FlowDefinition, words: CardWords): CardModel {
  const nodeType = nodeTypeOf(node.type)
  const kind = words.kind(node.type, nodeType?.editor.title ?? node.type)
  const summary = summaryOf(node, flow.languages.default, words) ?? words.notFilledIn
  return {
    id: node.id,
    type: node.type,
    name: node.name === '' ? kind : node.name,
    kind,
    family: nodeType?.editor.family ?? 'plugin',
    icon: nodeType?.editor.icon ?? '',
    entry: isEntry(node.type),
    summary,
    summaryLines: summary === '' ? 0 : width(summary) <= LINE_LETTERS ? 1 : 2,
    outlets: outletsFor(node, flow).map(({ name, label, trouble }) => ({
      name,
      trouble,
      label: words.outlet(node.type, name, label),
    })),
  }
}

/** Whether a kind of card begins a part of the flow of its own, so that nothing leads to it. */
export const isEntry = (type: string): boolean => nodeTypeOf(type)?.entry !== undefined

const MEDIA_REFERENCE = /media:[0-9a-f]{64}/g

/** Chinese letters are twice as wide as Latin ones. */
const width = (text: string): number => [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 2 : 1), 0)

/** What the card says below its head; undefined when the form says too little. */
function summaryOf(node: FlowNode, language: Language, words: CardWords): string | undefined {
  const nodeType = nodeTypeOf(node.type)
  if (nodeType === undefined) return undefined
  const parsed = nodeType.config.safeParse(node.config)
  let heard = false
  const say = (prompt: Prompt): string => {
    heard = true
    if ('promptId' in prompt) return words.shared?.(prompt.promptId, language) ?? ''
    return prompt.text?.[language] ?? Object.values(prompt.text ?? {})[0] ?? ''
  }
  try {
    const summary = nodeType.editor.summary(withFlowNames(parsed.success ? parsed.data : node.config, words), say, words.deed)
    const text = readable(summary.replace(MEDIA_REFERENCE, (reference) => words.recording?.(reference) ?? '♪'))
    if (heard) return text === '' ? (parsed.success ? '' : undefined) : `“${text}”`
    return parsed.success ? text : undefined
  } catch {
    // a summary may read what is not filled in yet
    return undefined
  }
}

/** With the names of flows where their ids stand. */
const withFlowNames = (config: object, words: CardWords): object =>
  Object.fromEntries(
    Object.entries(config).map(([key, value]: [string, unknown]) => {
      if (key === 'flowId' && typeof value === 'string') return [key, words.flow?.(value) ?? value]
      return [key, isObject(value) ? withFlowNames(value, words) : value]
    }),
  )

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Variables by their name, numbers as people write them, and no template marks. */
function readable(text: string): string {
  return text
    .replace(/\{%[^%]*%\}/g, '')
    .replace(/\{\{\s*([\w.]+)[^}]*\}\}/g, '‹$1›')
    .replace(/<[^>]*>/g, '')
    .replace(/\+(\d{7,15})/g, (_, digits: string) => formatPhoneNumber(digits))
    .replace(/\s+/g, ' ')
    .trim()
}

/** The ways out, trouble last. */
export function outletsFor(node: FlowNode, flow: FlowDefinition): CardOutlet[] {
  const outlets = declaredOutlets(node) ?? drawnOutlets(node, flow)
  const plain = outlets.map(({ name, label, trouble }) => ({ name, label, trouble: trouble === true }))
  return [...plain.filter(({ trouble }) => !trouble), ...plain.filter(({ trouble }) => trouble)]
}

function declaredOutlets(node: FlowNode): { name: string; label: string; trouble?: boolean }[] | undefined {
  const nodeType = nodeTypeOf(node.type)
  if (nodeType === undefined) return undefined
  const parsed = nodeType.config.safeParse(node.config)
  try {
    return nodeType.outlets(parsed.success ? parsed.data : node.config)
  } catch {
    return undefined
  }
}

/** Where the form says nothing, the cords that are drawn do. */
const drawnOutlets = (node: FlowNode, flow: FlowDefinition): { name: string; label: string; trouble?: boolean }[] =>
  flow.edges.filter(({ source }) => source === node.id).map(({ outlet }) => ({ name: outlet, label: outlet }))
