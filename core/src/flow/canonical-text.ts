import type { FlowDefinition } from './schema.ts'

/** JSON with object keys in code-unit order and no white space: equal values give equal bytes. Leaves out what is `undefined`. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`)
  return `{${fields.join(',')}}`
}

const byText =
  <T>(textOf: (item: T) => string) =>
  (a: T, b: T): number =>
    textOf(a) < textOf(b) ? -1 : 1

/** The same flow gives the same bytes, in whatever order its nodes and cords were drawn. */
export function canonicalText(flow: FlowDefinition): string {
  return canonicalJson({
    ...flow,
    nodes: flow.nodes.toSorted(byText(({ id }) => id)),
    edges: flow.edges.toSorted(byText(({ source, outlet }) => `${source}\n${outlet}`)),
    variables: flow.variables.toSorted(byText(({ name }) => name)),
    languages: { ...flow.languages, enabled: flow.languages.enabled.toSorted() },
  })
}

/** What callers would notice: the canonical text without where the cards stand and what the flow is called. */
export function logicText(flow: FlowDefinition): string {
  return canonicalText({ ...flow, name: '', layout: {}, nodes: flow.nodes.map((node) => ({ ...node, name: '' })) })
}
