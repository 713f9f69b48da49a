import {
  type Answers,
  AppError,
  type BuiltTemplate,
  buildTemplate,
  callableFlow,
  categoryInterfaces,
  type FlowId,
  hasErrors,
  type Language,
  type Manifest,
  pluginsByName,
  type Template,
  validate,
} from '@patchbay/core'
import type { TemplateInstalled } from '@patchbay/core/http-contract'
import type { RequestContext } from '../context.ts'
import type { PluginPort } from '../outside/plugin-port.ts'
import { RequestError } from '../request-error.ts'
import type { Bindings } from '../services/bindings.ts'
import { type Flows, placeOf } from '../services/flows.ts'
import type { Publishing } from '../services/publishing.ts'
import { type PublishingSources, publishedSurroundings } from '../services/surroundings.ts'

/** Puts a plugin in that came with the software. */
export interface BuiltInPlugins {
  has(name: string): Promise<boolean>
  install(context: RequestContext, name: string): Promise<void>
}

export interface InstallDeps {
  flows: Flows
  bindings: Bindings
  publishing: Publishing
  sources: PublishingSources
  plugins: Pick<PluginPort, 'manifests'>
  builtIn: BuiltInPlugins
}

interface Wanted {
  answers: Answers
  languages: readonly [Language, ...Language[]]
  name: string
}

/**
 * Makes everything that a template consists of, and publishes it. What can be found wrong is found before the first thing is made;
 * should something go wrong after that, what was made is taken away again.
 *
 * @throws {RequestError} `FLOW_NOT_VALID` with findings; {AppError} `TEMPLATE_NEEDS_PLUGIN`.
 */
export async function installTemplate(
  deps: InstallDeps,
  context: RequestContext,
  template: Template,
  wanted: Wanted,
): Promise<TemplateInstalled> {
  const { manifest } = template
  const name = await freeName(deps, context, wanted.name)
  const plugins = await pluginsFor(deps, context, template)
  const manifests = await manifestsFor(deps, context, plugins)
  const bindingNames = await freeBindingNames(deps, context, template)
  const build = (flowIds: Readonly<Record<string, FlowId>>) => {
    const built = buildTemplate(template, { ...wanted, name, flowIds, bindingNames, plugins: manifests })
    if (built.type === 'built') return built.built
    const [fault] = built.faults
    throw new AppError('INTERNAL', `The template ${manifest.id} cannot be filled in: ${fault?.file} ${fault?.message}`)
  }

  const planned = build(Object.fromEntries(Object.keys(template.flows).map((file) => [file, `${file}-planned` as FlowId])))
  await refuseFaults(deps, context, planned, manifests)
  for (const { plugin, added } of plugins) if (added) await deps.builtIn.install(context, plugin)

  const undo: (() => Promise<unknown>)[] = []
  try {
    for (const { kind, name: binding, label, value } of planned.bindings) {
      await deps.bindings.add(context, { kind, name: binding, label, value })
      undo.unshift(() => deps.bindings.remove(context, { kind, name: binding }))
    }
    const made: Record<string, FlowId> = {}
    const summaries: TemplateInstalled['flows'] = []
    for (const { file } of planned.flows) {
      // those that it enters were made before it, and are called by their ids
      const flow = build({
        ...Object.fromEntries(Object.keys(template.flows).map((one) => [one, one as FlowId])),
        ...made,
      }).flows.find((one) => one.file === file)?.flow
      if (flow === undefined) continue
      const { summary } = await deps.flows.create(context, { name: flow.name, definition: flow })
      undo.unshift(() => deps.flows.remove(context, summary.id))
      made[file] = summary.id
      const note = `${manifest.id} ${manifest.version}`
      summaries.unshift((await deps.publishing.publish(context, summary.id, note)).summary)
    }
    const [main] = summaries
    if (main === undefined) throw new AppError('INTERNAL', 'A template without a flow')
    const { id, version } = manifest
    const bindings = planned.bindings.map(({ kind, name: binding, label }) => ({ kind, name: binding, label }))
    return { template: id, version, flowId: main.id, name: main.name, flows: summaries, bindings, plugins }
  } catch (thrown) {
    for (const step of undo) await step().catch(() => undefined)
    throw thrown
  }
}

/** What publishing would find, with everything in place that the template brings. */
async function refuseFaults(
  { sources }: InstallDeps,
  context: RequestContext,
  { flows, bindings }: BuiltTemplate,
  plugins: Readonly<Record<string, Manifest>>,
): Promise<void> {
  const brought = Object.fromEntries(flows.map(({ flow }) => [flow.id, callableFlow(flow, '1')]))
  const names = Object.groupBy(bindings, ({ kind }) => kind)
  for (const { flow } of flows) {
    const known = await publishedSurroundings(sources, placeOf(context), flow)
    const bound = { ...known.bindings }
    for (const [kind, made = []] of Object.entries(names) as [keyof typeof bound, BuiltTemplate['bindings']][])
      bound[kind] = [...(bound[kind] ?? []), ...made.map(({ name }) => name)]
    const issues = validate(flow, { ...known, flows: { ...known.flows, ...brought }, bindings: bound, plugins })
    if (hasErrors(issues))
      throw new RequestError('FLOW_NOT_VALID', `“${flow.name}” could not be published with these settings`, { issues })
  }
}

/** The plugin of each category that the template counts on; the first one that needs no account is to be put in where there is none. */
async function pluginsFor({ plugins, builtIn }: InstallDeps, context: RequestContext, { manifest }: Template) {
  const installed = await plugins.manifests(placeOf(context))
  const serving: TemplateInstalled['plugins'] = []
  for (const { category, alternatives } of manifest.needs) {
    const found = installed.find((one) => one.category === category)
    const [first = ''] = alternatives
    if (found !== undefined) serving.push({ category, plugin: found.name, added: false })
    else if (await builtIn.has(first)) serving.push({ category, plugin: first, added: true })
    else throw new AppError('TEMPLATE_NEEDS_PLUGIN', `Install one of these plugins first: ${alternatives.join(', ')}`)
  }
  return serving
}

/** What flows may count on once the plugins are in that are to be: until then, what their category agrees on. */
async function manifestsFor({ plugins }: InstallDeps, context: RequestContext, wanted: TemplateInstalled['plugins']) {
  const installed = pluginsByName(await plugins.manifests(placeOf(context)))
  const coming = wanted.flatMap(({ category, added }) => {
    const agreed = added ? categoryInterfaces().find((one) => one.category === category) : undefined
    return agreed === undefined ? [] : [[category, agreed]]
  })
  return { ...installed, ...(Object.fromEntries(coming) as Record<string, Manifest>) }
}

/** A second installation is called by another name. */
async function freeName({ flows }: InstallDeps, context: RequestContext, name: string): Promise<string> {
  const taken = new Set((await flows.list(context)).map((flow) => flow.name))
  return numbered(name, ' ', (one) => taken.has(one))
}

async function freeBindingNames({ bindings }: InstallDeps, context: RequestContext, { manifest }: Template) {
  const bound = await bindings.list(context)
  return Object.fromEntries(
    Object.entries(manifest.bindings).map(([key, { kind }]) => {
      const taken = new Set(bound.filter((one) => one.kind === kind).map(({ name }) => name))
      return [key, numbered(`${manifest.id}-${key}`.slice(0, 36), '-', (one) => taken.has(one))]
    }),
  )
}

function numbered(name: string, between: string, isTaken: (name: string) => boolean): string {
  for (let number = 1; ; number++) {
    const one = number === 1 ? name : `${name}${between}${number}`
    if (!isTaken(one)) return one
  }
}
