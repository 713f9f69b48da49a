import { Liquid, type Template } from 'liquidjs'
import { spelledOut } from './format-value.ts'

/** Longest template, in characters. */
const TEMPLATE_MAX_CHARACTERS = 6000
/** Tags, texts and outputs that one rendering may pass: what a loop can cost. */
const RENDER_STEPS_MAX = 2000
/** Characters and list items that one rendering may create. */
const RENDER_MEMORY_MAX = 100_000
/** Templates whose parsed form is kept. */
const PARSED_KEPT = 4000

/** No tag that reads a file (`include`, `render`, `layout`), none that switches escaping off (`raw`). */
const TAGS = ['assign', 'break', 'capture', 'case', 'comment', 'continue', 'for', 'if', 'unless', '#']

/** No `date` (reads the clock), no `sample` (draws lots), no `raw` (switches escaping off), none that returns objects. */
const FILTERS = [
  ...['abs', 'append', 'at_least', 'at_most', 'capitalize', 'ceil', 'default', 'divided_by', 'downcase', 'first', 'floor'],
  ...['join', 'last', 'lstrip', 'minus', 'modulo', 'plus', 'prepend', 'remove', 'remove_first', 'replace', 'replace_first'],
  ...['round', 'rstrip', 'size', 'slice', 'split', 'strip', 'strip_newlines', 'times', 'truncate', 'truncatewords', 'upcase'],
]

export type Escape = (value: unknown) => string

/** A template engine that can reach no file, no clock and no prototype, and stops by count, not by time. */
export class TemplateEngine {
  readonly #liquid: Liquid
  readonly #parsed = new Map<string, Template[]>()

  constructor(escapeValue: Escape) {
    this.#liquid = new Liquid({
      templates: {},
      ownPropertyOnly: true,
      strictFilters: true,
      strictVariables: false,
      outputEscape: escapeValue,
      parseLimit: TEMPLATE_MAX_CHARACTERS,
      memoryLimit: RENDER_MEMORY_MAX,
      jsTruthy: false,
    })
    for (const name of Object.keys(this.#liquid.tags)) if (!TAGS.includes(name)) delete this.#liquid.tags[name]
    for (const name of Object.keys(this.#liquid.filters)) if (!FILTERS.includes(name)) delete this.#liquid.filters[name]
    // for reading a number out digit by digit, and never as a million
    this.#liquid.registerFilter('digits', (value: unknown) => spelledOut(String(value ?? '')))
  }

  /** @throws What LiquidJS throws: a syntax fault, an unknown tag or filter, a limit. */
  render(template: string, scope: object): string {
    return this.#liquid.renderSync(this.#parse(template), scope, { templateLimit: RENDER_STEPS_MAX })
  }

  /** The variables that a template reads from outside, as paths: `name`, `caller.number`. @throws As `render`, on syntax. */
  variables(template: string): string[] {
    return this.#liquid.globalFullVariablesSync(this.#parse(template))
  }

  #parse(template: string): Template[] {
    const known = this.#parsed.get(template)
    if (known !== undefined) return known
    const parsed = this.#liquid.parse(template)
    if (this.#parsed.size >= PARSED_KEPT) this.#parsed.clear()
    this.#parsed.set(template, parsed)
    return parsed
  }
}
