import { AppError, type Language, readAnswers, type Template } from '@patchbay/core'
import type {
  InstallTemplate,
  TemplateDetail,
  TemplateInstalled,
  TemplateList,
  TemplateSummary,
} from '@patchbay/core/http-contract'
import type { RequestContext } from '../context.ts'
import { RequestError } from '../request-error.ts'
import { placeOf } from '../services/flows.ts'
import { type InstallDeps, installTemplate } from './install-template.ts'
import { previewOf, spokenIn } from './template-preview.ts'

/** Flows that are ready but for what is a business's own. */
export interface Templates {
  list(context: RequestContext): Promise<TemplateList>
  /** @throws {AppError} `TEMPLATE_NOT_FOUND`. */
  get(context: RequestContext, id: string, language: Language): Promise<TemplateDetail>
  /**
   * Makes its flows and what they lean on, and publishes them: all of it, or nothing.
   *
   * @throws {AppError} `TEMPLATE_NOT_FOUND`, `TEMPLATE_NEEDS_PLUGIN`; {RequestError} `REQUEST_NOT_VALID`, field by field;
   *   `FLOW_NOT_VALID` with findings.
   */
  install(context: RequestContext, id: string, wanted: InstallTemplate): Promise<TemplateInstalled>
}

export function createTemplates(deps: InstallDeps & { templates: readonly Template[] }): Templates {
  const find = (id: string): Template => {
    const template = deps.templates.find(({ manifest }) => manifest.id === id)
    if (template === undefined) throw new AppError('TEMPLATE_NOT_FOUND', 'There is no such template')
    return template
  }
  const serving = async (context: RequestContext): Promise<ReadonlyMap<string, string>> => {
    const manifests = await deps.plugins.manifests(placeOf(context))
    return new Map(manifests.toReversed().map(({ category, name }) => [category, name]))
  }

  return {
    async list(context) {
      const served = await serving(context)
      return { templates: deps.templates.map((template) => toSummary(template, served)) }
    },

    async get(context, id, language) {
      const template = find(id)
      const { questions, sample, outcomes, bindings, languages } = template.manifest
      return {
        ...toSummary(template, await serving(context)),
        questions,
        sample,
        outcomes: outcomes.map(({ name, title }) => ({ name, title })),
        bindings: Object.values(bindings).map(({ kind, title }) => ({ kind, title })),
        spoken: spokenIn(languages),
        preview: previewOf(template, language),
      }
    },

    async install(context, id, { settings, languages = ['en'], name }) {
      const template = find(id)
      const { manifest } = template
      const read = readAnswers(manifest.questions, settings)
      const faults = read.type === 'faults' ? read.faults.map(({ path, message }) => ({ path: `settings.${path}`, message })) : []
      const errors = [...faults, ...languageFaults(manifest.languages, languages)]
      const [main, ...others] = languages
      if (read.type === 'faults' || errors.length > 0 || main === undefined)
        throw new RequestError('REQUEST_NOT_VALID', 'This is not filled in rightly yet', { errors })
      return installTemplate(deps, context, template, {
        answers: read.answers,
        languages: [main, ...others],
        name: name ?? manifest.title[main].slice(0, 60),
      })
    },
  }
}

function languageFaults(known: readonly Language[], wanted: readonly Language[]): { path: string; message: string }[] {
  const spoken = spokenIn(known)
  return wanted.flatMap((language, index) => {
    const path = `languages.${index}`
    if (wanted.indexOf(language) < index) return [{ path, message: 'is there twice' }]
    if (!known.includes(language)) return [{ path, message: 'the template is not written in it' }]
    // its texts come along: it can be switched on in the flow once they were recorded
    return spoken.includes(language)
      ? []
      : [{ path, message: 'the line has no voice for it: switch it on when its prompts are recorded' }]
  })
}

function toSummary({ manifest }: Template, served: ReadonlyMap<string, string>): TemplateSummary {
  const { id, version, title, summary, industries, types, channels, languages, kpis, needs } = manifest
  const withServing = needs.map((need) => ({ ...need, servedBy: served.get(need.category) ?? null }))
  return { id, version, title, summary, industries, types, channels, languages, kpis, needs: withServing }
}
