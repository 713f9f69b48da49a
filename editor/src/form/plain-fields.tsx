import { NumberInput, SegmentedControl, Select, Switch, Text, Textarea, TextInput } from '@mantine/core'
import type { ConfigSchema } from '@patchbay/core'
import { useTranslation } from 'react-i18next'
import { useCoreWords } from '../i18n/core-words.ts'
import type { FieldProps } from './field.tsx'
import { type FieldPath, nameOf, pathText } from './field-path.ts'
import { useForm } from './form-context.ts'
import { NONE } from './list-items.ts'
import { isOptional } from './optional.ts'

export function TextField({ schema, path, value, label, description }: FieldProps) {
  const { change, touch, problem } = useForm()
  return (
    <TextInput
      data-field={pathText(path)}
      label={label}
      description={description}
      value={String(value ?? '')}
      {...(schema.maxLength === undefined ? {} : { maxLength: schema.maxLength })}
      error={problem(path)}
      onBlur={() => touch(path)}
      onChange={(event) => change(path, event.currentTarget.value)}
    />
  )
}

export function LongTextField({ path, value, label, description }: FieldProps) {
  const { change, touch, problem } = useForm()
  return (
    <Textarea
      data-field={pathText(path)}
      label={label}
      description={description}
      autosize
      minRows={2}
      value={String(value ?? '')}
      error={problem(path)}
      onBlur={() => touch(path)}
      onChange={(event) => change(path, event.currentTarget.value)}
    />
  )
}

export function NumberField({ schema, path, value, label, description }: FieldProps) {
  const { t } = useTranslation()
  const { change, touch, problem, flow } = useForm()
  const fromFlow = schema.flowDefault === undefined ? undefined : flow.questions?.[schema.flowDefault]
  const limits =
    schema.minimum === undefined || schema.maximum === undefined || schema.maximum === Number.MAX_SAFE_INTEGER
      ? undefined
      : t('form.between', { min: schema.minimum, max: schema.maximum })
  return (
    <NumberInput
      data-field={pathText(path)}
      label={label}
      description={[description, limits, fromFlow !== undefined && value === undefined ? t('form.fromFlow') : undefined]
        .filter((part) => part !== undefined)
        .join(' ')}
      allowDecimal={schema.type === 'number'}
      allowNegative={(schema.minimum ?? 0) < 0}
      step={schema.type === 'integer' ? 1 : 0.5}
      clampBehavior="none"
      styles={{ wrapper: { maxWidth: 140 } }}
      value={typeof value === 'number' || typeof value === 'string' ? value : ((fromFlow ?? schema.default ?? '') as number | '')}
      {...(schema.minimum === undefined ? {} : { min: schema.minimum })}
      {...(schema.maximum === undefined ? {} : { max: schema.maximum })}
      error={problem(path)}
      onBlur={() => touch(path)}
      onChange={(next) => change(path, next === '' ? undefined : next)}
    />
  )
}

export function SwitchField({ schema, path, value, label, description }: FieldProps) {
  const { change } = useForm()
  return (
    <Switch
      data-field={pathText(path)}
      label={label}
      description={description}
      checked={(value ?? schema.default) === true}
      onChange={(event) => change(path, event.currentTarget.checked)}
    />
  )
}

export function ChoiceField({ schema, path, value, label, description }: FieldProps) {
  const { change } = useForm()
  const options = useOptions(schema, path)
  return (
    <div>
      <Text component="span" size="sm" fw={500} id={`label-${pathText(path)}`}>
        {label}
      </Text>
      {description !== undefined && (
        <Text size="xs" c="dimmed">
          {description}
        </Text>
      )}
      <SegmentedControl
        size="xs"
        mt={4}
        fullWidth
        data-field={pathText(path)}
        aria-labelledby={`label-${pathText(path)}`}
        // sentences stand below each other
        orientation={options.some(({ label: words }) => words.length > LETTERS_BESIDE) ? 'vertical' : 'horizontal'}
        value={String(value ?? schema.default ?? options[0]?.value ?? '')}
        data={options}
        onChange={(next) => change(path, next)}
      />
    </div>
  )
}

/** Letters of an option that still stand beside those of two others. */
const LETTERS_BESIDE = 15

export function SelectField({ schema, path, value, label, description, required }: FieldProps) {
  const { t } = useTranslation()
  const { change, touch, problem } = useForm()
  const options = useOptions(schema, path)
  const none = isOptional(schema, required)
  const chosen = value ?? schema.default
  return (
    <Select
      data-field={pathText(path)}
      label={label}
      description={description}
      searchable
      allowDeselect={false}
      value={chosen === undefined ? (none ? NONE : null) : String(chosen)}
      data={[...(none ? [{ value: NONE, label: t('form.none') }] : []), ...options]}
      error={problem(path)}
      onBlur={() => touch(path)}
      onChange={(next) => change(path, next === null || next === NONE ? undefined : next)}
    />
  )
}

/** What can be chosen, in the reader's words. */
function useOptions(schema: ConfigSchema, path: FieldPath): { value: string; label: string }[] {
  const { type } = useForm()
  const words = useCoreWords()
  return (schema.enum ?? []).map(String).map((option) => ({
    value: option,
    label: words.option(type, nameOf(path), option, schema.enumTitles?.[option] ?? option),
  }))
}
