import { ActionIcon, Button, Group, Input, Select, Stack, TextInput } from '@mantine/core'
import { type Condition, type ConfigSchema, needsValue } from '@patchbay/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { FieldProps } from './field.tsx'
import { pathText, valueAt } from './field-path.ts'
import { useForm } from './form-context.ts'
import { newCondition } from './list-items.ts'
import { VariableField } from './variable-field.tsx'

/** Rules in plain words: what is looked at, how it is compared, with what. */
export function ConditionsField({ schema, path, value, label, description }: FieldProps) {
  const { t } = useTranslation()
  const { change, touch, problem } = useForm()
  const rules: unknown[] = Array.isArray(value) ? value : []
  const field = (name: string): ConfigSchema => schema.items?.properties?.[name] ?? {}
  const operators = (field('operator').enum ?? []).map(String)

  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      description={description}
      error={rules.length === 0 ? problem(path) : undefined}
    >
      <Stack gap="xs" mt={4} data-field={pathText(path)}>
        {rules.map((rule, index) => {
          const at = [...path, index]
          const operator = String(valueAt(rule, ['operator']) ?? '')
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: rules have no identity besides their place, and their fields are controlled
            <Group className="rule" key={index} gap={6} wrap="nowrap" align="start">
              <Stack gap={6} flex={1} miw={0}>
                <VariableField
                  schema={field('variable')}
                  path={[...at, 'variable']}
                  value={valueAt(rule, ['variable'])}
                  label=""
                  required
                />
                <Select
                  data-field={pathText([...at, 'operator'])}
                  aria-label={t('form.comparison')}
                  allowDeselect={false}
                  value={operator === '' ? null : operator}
                  data={operators.map((option) => ({ value: option, label: t(`operator.${option as Condition['operator']}`) }))}
                  error={problem([...at, 'operator'])}
                  onChange={(next) => change([...at, 'operator'], next ?? undefined)}
                />
                {operator !== '' && needsValue(operator as Condition['operator']) && (
                  <TextInput
                    data-field={pathText([...at, 'value'])}
                    aria-label={t('form.comparedWith')}
                    placeholder={t('form.comparedWith')}
                    value={String(valueAt(rule, ['value']) ?? '')}
                    error={problem([...at, 'value'])}
                    onBlur={() => touch([...at, 'value'])}
                    onChange={(event) => change([...at, 'value'], event.currentTarget.value)}
                  />
                )}
              </Stack>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('form.remove', { number: index + 1 })}
                onClick={() => change(path, rules.toSpliced(index, 1))}
              >
                <IconTrash size={15} />
              </ActionIcon>
            </Group>
          )
        })}
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={() => change(path, [...rules, newCondition()])}
          className="align-start"
        >
          {t('form.addRule')}
        </Button>
      </Stack>
    </Input.Wrapper>
  )
}
