import {
  type BuiltTemplate,
  buildTemplate,
  categoryInterfaces,
  type FlowId,
  LANGUAGES,
  type Language,
  playTemplate,
  TALK_LANGUAGE,
  type Template,
} from '@patchbay/core'
import type { TemplateDetail } from '@patchbay/core/http-contract'

/** Languages that the line has a voice for: a flow in another one needs recordings first. */
export const spokenIn = (languages: readonly Language[]): Language[] =>
  LANGUAGES.filter((language) => languages.includes(language) && TALK_LANGUAGE[language] !== null)

/**
 * A template with its sample settings, and one of its calls, as callers of a language hear it. Where the line has no voice for the
 * language it is the first one that it has.
 */
export function previewOf(template: Template, wanted: Language): TemplateDetail['preview'] {
  const { manifest, calls } = template
  const spoken = spokenIn(manifest.languages)
  const language = spoken.includes(wanted) ? wanted : (spoken[0] ?? 'en')
  const { flows } = withSample(template, language)
  const script = calls[manifest.sampleCall]
  const played = script === undefined ? undefined : playTemplate({ flows, bindings: [] }, script, false)
  return { language, flows: flows.toReversed().map(({ flow }) => flow), call: played?.lines ?? [] }
}

function withSample(template: Template, language: Language): BuiltTemplate {
  const { manifest, flows } = template
  const result = buildTemplate(template, {
    answers: manifest.sample,
    languages: [language],
    name: manifest.title[language],
    flowIds: Object.fromEntries(Object.keys(flows).map((file) => [file, file as FlowId])),
    bindingNames: Object.fromEntries(Object.keys(manifest.bindings).map((key) => [key, key])),
    // what a category agrees on is what any plugin of it does
    plugins: Object.fromEntries(categoryInterfaces().map((one) => [one.category, one])),
  })
  // the suite of the templates holds each of them against its own sample
  return result.type === 'built' ? result.built : { bindings: [], flows: [] }
}
