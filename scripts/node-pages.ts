import { type ConfigSchema, configSchemaOf, NODE_FAMILIES, NODE_TYPES, type NodeFamily, type NodeType } from '@patchbay/core'

const FAMILY_TITLES: Readonly<Record<NodeFamily, string>> = {
  speak: 'Speak',
  ask: 'Ask',
  decide: 'Decide',
  data: 'Data',
  connect: 'Connect',
  record: 'Record',
  end: 'End',
  plugin: 'Plugins',
}

/** The reference of the node types, as Markdown by file name: one page each, and an index. */
export function nodePages(): Record<string, string> {
  const pages = NODE_TYPES.map((nodeType) => [`${fileOf(nodeType)}.md`, pageOf(nodeType)])
  return { 'README.md': indexPage(), ...Object.fromEntries(pages) }
}

const fileOf = ({ type }: NodeType): string => type.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const GENERATED = '<!-- Made by scripts/node-docs.ts from core/src/nodes. Change it there. -->'

function indexPage(): string {
  const families = NODE_FAMILIES.flatMap((family) => {
    const types = NODE_TYPES.filter(({ editor }) => editor.family === family)
    if (types.length === 0) return []
    const rows = types.map((nodeType) => `| [${nodeType.editor.title}](${fileOf(nodeType)}.md) | ${nodeType.docs.summary} |`)
    return [`## ${FAMILY_TITLES[family]}\n\n| card | what it does |\n|---|---|\n${rows.join('\n')}`]
  })
  return `${GENERATED}\n\n# Cards\n\n${NODE_TYPES.length} kinds of cards to draw flows with.\n\n${families.join('\n\n')}\n`
}

function pageOf(nodeType: NodeType): string {
  const { editor, docs, type, version } = nodeType
  const config = nodeType.config.parse(docs.example)
  const outlets = nodeType.outlets(config)
  const ways =
    outlets.length === 0
      ? 'None: the call ends here, or goes on in another flow.'
      : outlets
          .map(({ name, label, trouble }) => `- \`${name}\` ${label}${trouble ? ' (when it did not work out)' : ''}`)
          .join('\n')
  const fields = fieldsOf(configSchemaOf(nodeType.config))
  const example = JSON.stringify({ id: 'example', type, typeVersion: version, name: editor.title, config: docs.example }, null, 2)
  return [
    GENERATED,
    `# ${editor.title}`,
    docs.summary,
    `**When to use it.** ${docs.whenToUse}`,
    ...(nodeType.entry === undefined ? [] : ['It begins by itself: no cord leads to it, and a flow has at most one.']),
    `## Ways out\n\n${ways}`,
    `## Settings\n\n${fields.length === 0 ? 'None.' : fields.join('\n')}`,
    `## Example\n\nAs it stands in a flow’s file:\n\n\`\`\`json\n${example}\n\`\`\``,
    `Channels: ${nodeType.channels.join(', ')}.`,
  ]
    .join('\n\n')
    .concat('\n')
}

/** One line a setting; those of a part are indented below it. */
function fieldsOf(schema: ConfigSchema, depth = 0): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    if (field.ui === 'hidden') return []
    const facts = [...limitsOf(field), ...(schema.required?.includes(name) ? [] : [defaultOf(field)])].filter(
      (fact) => fact !== '',
    )
    const about = [field.description, facts.length === 0 ? '' : `(${facts.join('; ')})`].filter(Boolean).join(' ')
    const line = `${'  '.repeat(depth)}- **${field.title ?? name}** \`${name}\`${about === '' ? '' : `: ${about}`}`
    if (field.ui === 'prompt' || field.ui === 'conditions') return [line]
    const inner = field.items ?? field
    const options = inner.oneOf ?? inner.anyOf
    const parts =
      options === undefined
        ? fieldsOf(inner, depth + 1)
        : options.flatMap((option) => [
            `${'  '.repeat(depth + 1)}- ${option.title ?? 'or'}`,
            ...fieldsOf(withoutTag(option), depth + 2),
          ])
    return [line, ...parts]
  })
}

/** The field that tells the options of a choice apart has no words of its own. */
function withoutTag(schema: ConfigSchema): ConfigSchema {
  const properties = Object.entries(schema.properties ?? {}).filter(([, field]) => field.const === undefined)
  return { ...schema, properties: Object.fromEntries(properties) }
}

function limitsOf({ minimum, maximum, enum: values, minItems, maxItems, items }: ConfigSchema): string[] {
  const limits: string[] = []
  // a limit that nobody meets is none to a reader
  if (minimum !== undefined && maximum !== undefined && maximum <= 1_000_000) limits.push(`${minimum} to ${maximum}`)
  if (values !== undefined && values.length <= 8) limits.push(values.join(', '))
  if (items !== undefined && maxItems !== undefined) limits.push(`${minItems ?? 0} to ${maxItems} of them`)
  return limits
}

const defaultOf = ({ default: value }: ConfigSchema): string =>
  value === undefined ? 'may be left out' : typeof value === 'object' ? '' : `unless set: ${String(value)}`
