import { ActionIcon, Button, Group, Input, Select, Stack, Text } from '@mantine/core'
import { fitsVariable, handableFieldsOf, type ObjectSchema, type ValueSchema, type Variable } from '@patchbay/core'
import type { SaveCallRule } from '@patchbay/core/http-contract'
import { IconArrowRight, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { getVersion } from '../api/flows.ts'
import { useFieldTitles } from './field-titles.ts'

type Values = SaveCallRule['values']

interface CallRuleValuesProps {
  output: ObjectSchema
  /** What is called with, as it is live now. */
  flow: { id: string; version: number }
  values: Values
  onChange(values: Values): void
}

/** What the flow is told: fields of what came, and the variables that they become. Only what fits is offered. */
export function CallRuleValues({ output, flow, values, onChange }: CallRuleValuesProps) {
  const { t } = useTranslation()
  const titleOf = useFieldTitles(output)
  const { data } = useQuery({
    queryKey: ['flows', flow.id, 'versions', flow.version],
    queryFn: () => getVersion(flow.id, flow.version),
  })
  const variables = data?.variables ?? []
  const fields = handableFieldsOf(output)
  const change = (index: number, part: Partial<Values[number]>) =>
    onChange(values.map((value, at) => (at === index ? { ...value, ...part } : value)))
  const offered = (field: string, at: number): Variable[] => {
    const schema = Object.hasOwn(output.properties, field) ? output.properties[field] : undefined
    const taken = values.flatMap(({ variable }, other) => (other === at ? [] : [variable]))
    return schema === undefined ? [] : fitting(schema, variables).filter(({ name }) => !taken.includes(name))
  }
  return (
    <Input.Wrapper label={t('plugins.rules.values')} labelElement="div" description={t('plugins.rules.valuesText')}>
      <Stack gap={6} mt={6}>
        {values.map(({ field, variable }, index) => {
          const fits = offered(field, index)
          const isGone = data !== undefined && variable !== '' && !fits.some(({ name }) => name === variable)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: both sides of a pair are what is edited here
            <Group key={index} gap={6} wrap="nowrap" align="start">
              <Select
                flex={1}
                aria-label={t('plugins.rules.field')}
                placeholder={t('plugins.rules.field')}
                allowDeselect={false}
                value={field === '' ? null : field}
                data={[...new Set([...fields, ...(field === '' ? [] : [field])])].map((value) => ({
                  value,
                  label: titleOf(value),
                }))}
                onChange={(next) => change(index, { field: next ?? '', variable: '' })}
              />
              <IconArrowRight size={16} className="call-rule-arrow" aria-hidden />
              <Select
                flex={1}
                aria-label={t('plugins.rules.variable')}
                placeholder={t('plugins.rules.variable')}
                nothingFoundMessage={t('plugins.rules.noneFits')}
                searchable
                allowDeselect={false}
                value={variable === '' ? null : variable}
                error={isGone && t('plugins.rules.problem.valueDoesNotFit')}
                data={[...fits.map(({ name }) => name), ...(isGone ? [variable] : [])]}
                onChange={(next) => change(index, { variable: next ?? '' })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('plugins.rules.removeValue', { field: titleOf(field) })}
                onClick={() => onChange(values.toSpliced(index, 1))}
              >
                <IconTrash size={15} />
              </ActionIcon>
            </Group>
          )
        })}
        {data !== undefined && variables.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('plugins.rules.noVariables')}
          </Text>
        )}
        {variables.length > values.length && values.length < 20 && (
          <Group>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={14} />}
              onClick={() => onChange([...values, { field: '', variable: '' }])}
            >
              {t('plugins.rules.addValue')}
            </Button>
          </Group>
        )}
      </Stack>
    </Input.Wrapper>
  )
}

const fitting = (schema: ValueSchema, variables: readonly Variable[]): Variable[] =>
  variables.filter((variable) => fitsVariable(schema, variable))
