import { type Issue, issue } from '../flow/issue.ts'
import type { Language } from '../flow/language.ts'
import {
  type InlinePrompt,
  inlineOf,
  type Prompt,
  type PromptLibrary,
  promptSchema,
  TALK_MAX_CHARACTERS,
} from '../flow/prompt.ts'
import type { FlowDefinition, FlowNode } from '../flow/schema.ts'
import { CALL_FACTS } from '../flow/variable.ts'
import { DEFAULT_VOICE } from '../flow/voice.ts'
import { configSchemaOf, markedFields } from '../flow/walk-config.ts'
import { TALK_LANGUAGE, VOICE_STYLES } from '../ncco/voices.ts'
import type { NodeType } from '../nodes/define-node-type.ts'
import { isSsml, SPOKEN_MAX_CHARACTERS, spokenLength, templateVariables } from '../text/render-text.ts'

type Where = Pick<Issue, 'nodeId' | 'path'>

/**
 * What is wrong with the texts, recordings and variable names of a node.
 *
 * @param library Undefined where it is not known; shared prompts are not checked then.
 */
export function speechIssues(
  node: FlowNode,
  nodeType: NodeType,
  flow: FlowDefinition,
  library: PromptLibrary | undefined,
): Issue[] {
  const schema = configSchemaOf(nodeType.config)
  const declared = new Set(flow.variables.map(({ name }) => name))
  const at = (path: readonly (string | number)[]): Where => ({ nodeId: node.id, path })

  return [
    ...markedFields(schema, node.config, ({ template }) => template !== undefined).flatMap(({ path, value, schema: field }) =>
      typeof value === 'string' ? textIssues(value, field.template === 'spoken', declared, at(path)) : [],
    ),
    ...markedFields(schema, node.config, ({ ui }) => ui === 'prompt').flatMap(({ path, value }) =>
      promptIssues(value, flow.languages, { library, declared }, at(path)),
    ),
    ...markedFields(schema, node.config, ({ ui }) => ui === 'recordings').flatMap(({ path, value }) =>
      flow.languages.enabled
        .filter((language) => !(value as InlinePrompt['recording'])?.[language])
        .map((language) => issue('RECORDING_MISSING', { ...at([...path, language]), data: { language } })),
    ),
    ...markedFields(schema, node.config, ({ ui }) => ui === 'messageText').flatMap(({ path, value }) =>
      flow.languages.enabled
        .filter((language) => ((value as InlinePrompt['text'])[language] ?? '').trim() === '')
        .map((language) => issue('MESSAGE_TEXT_MISSING', { ...at([...path, language]), data: { language } })),
    ),
    ...markedFields(schema, node.config, ({ ui }) => ui === 'language').flatMap(({ path, value }) =>
      flow.languages.enabled.includes(value as Language)
        ? []
        : [issue('LANGUAGE_OFF', { ...at(path), data: { language: String(value) } })],
    ),
    ...markedFields(schema, node.config, ({ ui }) => ui === 'variable' || ui === 'readable').flatMap(
      ({ path, value, schema: field }) =>
        typeof value === 'string' && value !== '' && !isReadable(value, declared, field.ui === 'readable')
          ? [issue('VARIABLE_UNKNOWN', { ...at(path), data: { variable: value } })]
          : [],
    ),
  ]
}

/** The flow's own last words are checked like any prompt. */
export function fallbackIssues(flow: FlowDefinition): Issue[] {
  const declared = new Set(flow.variables.map(({ name }) => name))
  const path = ['fallback', 'prompt']
  const texts = Object.entries(flow.fallback.prompt.text).flatMap(([language, text]) =>
    textIssues(text, true, declared, { path: [...path, 'text', language] }),
  )
  return [
    ...texts,
    ...promptIssues(flow.fallback.prompt, flow.languages, { library: {}, declared }, { path }),
    ...voiceIssues(flow),
  ]
}

/** What the flow says at any question is checked like a card's own words. */
export function questionIssues(
  { questions = {}, languages, variables }: FlowDefinition,
  library: PromptLibrary | undefined,
): Issue[] {
  const declared = new Set(variables.map(({ name }) => name))
  return (['noInputPrompt', 'noMatchPrompt'] as const).flatMap((name) => {
    const prompt = questions[name]
    if (prompt === undefined) return []
    const path = ['questions', name]
    const texts = Object.entries(inlineOf(prompt, {})?.text ?? {}).flatMap(([language, text]) =>
      textIssues(text, true, declared, { path: [...path, 'text', language] }),
    )
    return [...texts, ...promptIssues(prompt, languages, { library, declared }, { path })]
  })
}

function textIssues(text: string, spoken: boolean, declared: ReadonlySet<string>, at: Where): Issue[] {
  const read = templateVariables(text)
  if (!read.ok) return [issue('TEXT_NOT_READABLE', { ...at, data: { reason: read.reason } })]
  const unknown = read.names
    .filter((name) => !isReadable(name, declared, true))
    .map((variable) => issue('VARIABLE_UNKNOWN', { ...at, data: { variable } }))
  const ssml = isSsml(text)
  const limit = ssml ? TALK_MAX_CHARACTERS : SPOKEN_MAX_CHARACTERS
  const length = spokenLength(text, ssml)
  return spoken && length > limit ? [...unknown, issue('TEXT_TOO_LONG', { ...at, data: { length, limit } })] : unknown
}

function isReadable(name: string, declared: ReadonlySet<string>, factsToo: boolean): boolean {
  return declared.has(name) || (factsToo && (CALL_FACTS as readonly string[]).includes(name))
}

interface Known {
  library: PromptLibrary | undefined
  declared: ReadonlySet<string>
}

function promptIssues(value: unknown, languages: FlowDefinition['languages'], { library, declared }: Known, at: Where): Issue[] {
  const prompt = promptSchema.safeParse(value)
  // a prompt of the wrong form is the schema's finding, not ours
  if (!prompt.success) return []
  const isShared = 'promptId' in prompt.data
  if (isShared && library === undefined) return []
  const inline = inlineOf(prompt.data, library ?? {})
  if (inline === undefined) return [issue('PROMPT_UNKNOWN', { ...at, data: { prompt: promptIdOf(prompt.data) } })]
  // a shared text names variables, and each flow that uses it has variables of its own
  const shared = isShared
    ? languages.enabled.flatMap((language) => textIssues(inline.text[language] ?? '', true, declared, at))
    : []
  return [...shared, ...languageIssues(inline, languages, isShared, at)]
}

function languageIssues(inline: InlinePrompt, languages: FlowDefinition['languages'], isShared: boolean, at: Where): Issue[] {
  // within a shared prompt a card has no field to point to
  const within = (part: 'text' | 'recording', language: Language) => (isShared ? [] : [part, language])
  return languages.enabled.flatMap((language) => {
    if (inline.recording?.[language] !== undefined) return []
    const where = { ...at, path: [...(at.path ?? []), ...within('text', language)], data: { language } }
    if (TALK_LANGUAGE[language] === null)
      return [issue('RECORDING_MISSING', { ...where, path: [...(at.path ?? []), ...within('recording', language)] })]
    const text = inline.text[language] ?? ''
    if (text.trim() === '') return [issue('TEXT_MISSING', where)]
    const style = languages.voices?.[language]?.style ?? 0
    return isSsml(text) && VOICE_STYLES[language]?.withoutSsml.includes(style) ? [issue('SSML_NOT_SPOKEN', where)] : []
  })
}

function voiceIssues({ languages }: FlowDefinition): Issue[] {
  return languages.enabled.flatMap((language) => {
    const known = VOICE_STYLES[language]
    const { style, premium } = languages.voices?.[language] ?? DEFAULT_VOICE
    if (known === null || (style <= known.last && (!premium || known.premium.includes(style)))) return []
    return [issue('VOICE_UNKNOWN', { path: ['languages', 'voices', language], data: { style, language } })]
  })
}

const promptIdOf = (prompt: Prompt): string => ('promptId' in prompt ? prompt.promptId : '')
