import { Alert, Select, Stack, Text } from '@mantine/core'
import { type Language, type Words, wordsIn } from '@patchbay/core'
import { useTranslation } from 'react-i18next'
import type { FieldProps } from './field.tsx'
import { pathText, valueAt } from './field-path.ts'
import { useForm } from './form-context.ts'
import { withAction, withPlugin } from './plugin-choice.ts'
import { usePluginChoices } from './plugin-choices.ts'

interface Choice {
  name: string
  title: unknown
}

/** One of the installed plugins, or a kind of which any may serve; or a plain word that there is none. */
export function PluginField(props: FieldProps) {
  const { t } = useTranslation()
  const { config, change } = useForm()
  const choices = usePluginChoices()
  if (choices?.length === 0) {
    return (
      <Stack gap={4}>
        <Text size="sm" fw={500}>
          {props.label}
        </Text>
        <Alert variant="light" data-field={pathText(props.path)}>
          {t('form.pluginsNone')}
        </Alert>
      </Stack>
    )
  }
  return <ChoiceSelect {...props} choices={choices ?? []} onChoose={(name) => change([], withPlugin(config, name))} />
}

/** One of the actions of the plugin that is chosen above. Choosing one takes over its ways out. */
export function PluginActionField(props: FieldProps) {
  const { i18n } = useTranslation()
  const { config, change } = useForm()
  const plugin = usePluginChoices()?.find(({ name }) => name === valueAt(config, ['plugin']))
  const chosen = plugin?.actions.find(({ name }) => name === props.value)
  const language = i18n.language as Language
  return (
    <ChoiceSelect
      {...props}
      description={chosen === undefined ? props.description : wordsIn(chosen.summary as Words, language)}
      choices={plugin?.actions ?? []}
      onChoose={(name) => {
        const action = plugin?.actions.find((one) => one.name === name)
        if (action !== undefined) change([], withAction(config, action, language))
      }}
    />
  )
}

function ChoiceSelect({
  path,
  value,
  label,
  description,
  choices,
  onChoose,
}: FieldProps & { choices: readonly Choice[]; onChoose(name: string): void }) {
  const { i18n } = useTranslation()
  const { touch, problem } = useForm()
  const chosen = typeof value === 'string' && value !== '' ? value : null
  return (
    <Select
      data-field={pathText(path)}
      label={label}
      description={description}
      searchable
      allowDeselect={false}
      value={chosen}
      data={[
        ...choices.map(({ name, title }) => ({ value: name, label: wordsIn(title as Words, i18n.language as Language) })),
        // one that is not in the list may have been removed
        ...(chosen === null || choices.some(({ name }) => name === chosen) ? [] : [{ value: chosen, label: chosen }]),
      ]}
      error={problem(path)}
      onBlur={() => touch(path)}
      onChange={(next) => {
        if (next !== null) onChoose(next)
      }}
    />
  )
}
