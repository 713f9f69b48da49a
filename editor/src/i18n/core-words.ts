import { type Issue, issueText, type Language } from '@patchbay/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { listPlugins } from '../api/plugins.ts'
import type { CardModel, CardWords } from '../canvas/card-model.ts'
import { useFlowNames } from '../flows/use-flow-names.ts'
import { FOREIGN_FORM } from '../form/form-context.ts'
import { deedIn } from '../form/plugin-choices.ts'
import { useLibrary } from '../prompts/use-library.ts'
import { recordingName } from '../recordings/recording-name.ts'
import { useMedia } from '../recordings/use-media.ts'

/** Texts that core has in English; a language file may say them in its own words, under the same names. */
export interface CoreWords extends CardWords {
  /** A field's title or description, by the kind of card and the path of the field within its form. */
  field(type: string, path: string, part: 'title' | 'description' | 'add', english: string): string
  /** One of the words that a field can be set to, or one of the forms that it can take. */
  option(type: string, path: string, option: string, english: string): string
  issue(issue: Issue): string
  cardLabel(model: CardModel, problems: number): string
  cordLabel(from: CardModel, outlet: string, to: CardModel): string
}

/** What node types and findings are called in the reader's language. Stable until the language, the library, the uploads or the names of flows change. */
export function useCoreWords(): CoreWords {
  const { t, i18n } = useTranslation()
  const language = i18n.language
  const library = useLibrary()
  const media = useMedia()
  const flows = useFlowNames()
  const { data: plugins } = useQuery({ queryKey: ['plugins'], queryFn: listPlugins })
  return useMemo((): CoreWords => {
    // these keys are optional, so the list of keys does not know them
    const say = t as unknown as (keys: string | string[], options: { defaultValue: string; before?: string }) => string
    // kinds of cards share many fields: what holds for all of them stands under `any`, by the field's own name
    const fieldKeys = (type: string, path: string, part: string): string[] => [
      `core.${type}.field.${path.replaceAll('.', '_')}.${part}`,
      `core.any.field.${path.split('.').at(-1)}.${part}`,
    ]
    return {
      kind: (type, english) => say(`core.${type}.kind`, { defaultValue: english }),
      outlet: (type, name, label) =>
        say([`core.${type}.outlet.${name}`, `core.any.outlet.${name}`], {
          defaultValue: label,
          // “2 · No”: the key stands before the word
          before: label.split(' · ')[0] ?? '',
        }),
      field: (type, path, part, english) =>
        type === FOREIGN_FORM
          ? english
          : say(fieldKeys(type, path, part), {
              // an English explanation amid another language would help nobody
              defaultValue: part === 'description' && language !== 'en' ? '' : english,
            }),
      option: (type, path, option, english) =>
        type === FOREIGN_FORM
          ? english
          : say([...fieldKeys(type, path, `options.${option}`), `option.${option}`], { defaultValue: english }),
      notFilledIn: t('card.notFilledIn'),
      shared: (promptId, spoken) => {
        const prompt = library?.get(promptId)
        return prompt?.text[spoken] ?? prompt?.name
      },
      deed: deedIn(plugins?.plugins ?? [], (category) => t(`plugins.categories.${category}`), language as Language),
      recording: (reference) => recordingName(reference, media),
      flow: (flowId) => flows.get(flowId),
      issue: (issue) => issueText(issue, language as Language),
      cardLabel: (model, problems) =>
        [
          t('card.label', { kind: model.kind, name: model.name }),
          t('card.ways', { count: model.outlets.length }),
          ...(problems > 0 ? [t('card.problems', { count: problems })] : []),
        ].join(', '),
      cordLabel: (from, outlet, to) => t('card.cord', { from: from.name, outlet, to: to.name }),
    }
  }, [t, language, library, media, flows, plugins])
}
