import { NumberInput, SegmentedControl, Select, Switch, Text, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FieldProps } from './field.tsx'
import { pathText } from './field-path.ts'
import { useForm } from './form-context.ts'

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
  const { change, touch, problem } = useForm()
  const limits =
    schema.minimum === undefined || schema.maximum === undefined
      ? undefined
      : t('form.between', { min: schema.minimum, max: schema.maximum })
  return (
    <NumberInput
      data-field={pathText(path)}
      label={label}
      description={[description, limits].filter((part) => part !== undefined).join(' ')}
      allowDecimal={schema.type === 'number'}
      allowNegative={false}
      clampBehavior="none"
      styles={{ wrapper: { maxWidth: 140 } }}
      value={typeof value === 'number' || typeof value === 'string' ? value : ((schema.default as number | undefined) ?? '')}
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
  const { t } = useTranslation()
  const { change } = useForm()
  const options = (schema.enum ?? []).map(String)
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
        value={String(value ?? schema.default ?? options[0] ?? '')}
        data={options.map((option) => ({ value: option, label: optionText(t, option) }))}
        onChange={(next) => change(path, next)}
      />
    </div>
  )
}

export function SelectField({ schema, path, value, label, description }: FieldProps) {
  const { t } = useTranslation()
  const { change, touch, problem } = useForm()
  return (
    <Select
      data-field={pathText(path)}
      label={label}
      description={description}
      searchable
      value={value === undefined ? null : String(value)}
      data={(schema.enum ?? []).map((option) => ({ value: String(option), label: optionText(t, String(option)) }))}
      error={problem(path)}
      onBlur={() => touch(path)}
      onChange={(next) => change(path, next ?? undefined)}
    />
  )
}

/** Options have texts by their value; one that has none is shown as it is. */
const optionText = (t: unknown, option: string): string =>
  (t as (key: string, options: { defaultValue: string }) => string)(`option.${option}`, { defaultValue: option })
