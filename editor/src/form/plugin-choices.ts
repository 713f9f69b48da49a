import {
  type CategoryAction,
  categoryInterfaces,
  type Language,
  type ObjectSchema,
  type PluginCategory,
  type ValueSchema,
  type Words,
  wordsIn,
} from '@patchbay/core'
import type { PluginActionSummary, PluginSummary } from '@patchbay/core/http-contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { listPlugins } from '../api/plugins.ts'
import { valueAt } from './field-path.ts'
import { useForm } from './form-context.ts'

/** What a card can name: an installed plugin, or a kind of plugins, of which the chosen one then serves. */
export interface PluginChoice {
  name: string
  title: Words
  actions: readonly PluginActionSummary[]
}

/** Kinds first, then plugins; undefined until they are known. */
export function usePluginChoices(): PluginChoice[] | undefined {
  const { t } = useTranslation()
  const { data } = useQuery({ queryKey: ['plugins'], queryFn: listPlugins })
  if (data === undefined) return undefined
  const on = data.plugins.filter(({ enabled }) => enabled)
  const titleOf = (category: PluginCategory) => t('form.pluginAny', { kind: t(`plugins.categories.${category}`) })
  return [...choicesByKind(on, titleOf), ...on.map(({ name, title, actions }) => ({ name, title: title as Words, actions }))]
}

/** The action that the card in hand names. */
export function useChosenAction(): PluginActionSummary | undefined {
  const { config } = useForm()
  const choice = usePluginChoices()?.find(({ name }) => name === valueAt(config, ['plugin']))
  return choice?.actions.find(({ name }) => name === valueAt(config, ['action']))
}

/** Kinds of which something is installed, with what one of those can do of what is agreed on. */
export const choicesByKind = (
  installed: readonly PluginSummary[],
  titleOf: (category: PluginCategory) => string,
): PluginChoice[] =>
  categoryInterfaces().flatMap(({ category, actions }) => {
    const ofKind = installed.filter((plugin) => plugin.category === category)
    if (ofKind.length === 0) return []
    const done = Object.entries(actions).filter(([name]) =>
      ofKind.some((one) => one.actions.some((action) => action.name === name)),
    )
    return [{ name: category, title: titleOf(category), actions: done.map(([name, action]) => toSummary(name, action)) }]
  })

const toSummary = (
  name: string,
  { title, summary, input, output, outlets, sideEffect, mode }: CategoryAction,
): PluginActionSummary => ({
  name,
  title,
  summary,
  inputs: fieldsOf(input as ObjectSchema),
  outputs: fieldsOf(output as ObjectSchema),
  outlets: outlets.map((outlet) => ({ id: outlet.name, label: outlet.title })),
  sideEffect,
  mode: sideEffect === 'read' ? 'read' : (mode ?? 'atMostOnce'),
})

const fieldsOf = ({ properties, required = [] }: ObjectSchema): PluginActionSummary['inputs'] =>
  Object.entries(properties).map(([name, schema]) => ({
    name,
    title: schema.title ?? name,
    type: schema.type,
    required: required.includes(name),
    ...(schema.description === undefined ? {} : { description: schema.description }),
    ...choicesIn(schema),
  }))

const choicesIn = (schema: ValueSchema): Pick<PluginActionSummary['inputs'][number], 'choices'> =>
  schema.type !== 'string' || schema.enum === undefined
    ? {}
    : { choices: schema.enum.map((value) => ({ value, title: schema.enumTitles?.[value] ?? value })) }

/** What a card that names an action says of it: “Front porch: Look who calls”. Plugins that are off are called by their titles too. */
export const deedIn =
  (installed: readonly PluginSummary[], titleOf: (category: PluginCategory) => string, language: Language) =>
  (plugin: string, action: string): string | undefined => {
    const choice = [...choicesByKind(installed, titleOf), ...installed].find(({ name }) => name === plugin)
    const deed = choice?.actions.find(({ name }) => name === action)
    return choice === undefined || deed === undefined
      ? undefined
      : `${wordsIn(choice.title as Words, language)}: ${wordsIn(deed.title as Words, language)}`
  }
