import { Button, Stack, Text } from '@mantine/core'
import { callableFlow } from '@patchbay/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { getDraft } from '../api/flows.ts'
import { useFlowNames } from '../flows/use-flow-names.ts'
import { valueAt } from './field-path.ts'
import { useForm } from './form-context.ts'
import { ListField, type ListFieldProps } from './list-field.tsx'

/** The ways back from the flow in the field `flowId` beside it: rows, and a button that takes over those that the flow has. */
export function OutcomesField(props: ListFieldProps) {
  const { t } = useTranslation()
  const { config, change } = useForm()
  const { path, value, schema } = props
  const flowId = String(valueAt(config, [...path.slice(0, -1), 'flowId']) ?? '')
  const known = useFlowNames().has(flowId)
  const { data } = useQuery({
    queryKey: ['outcomes', flowId],
    queryFn: async () => callableFlow((await getDraft(flowId)).definition, 'draft'),
    enabled: known,
    retry: false,
  })
  const rows: unknown[] = Array.isArray(value) ? value : []
  const had = (outcome: string) => rows.some((row) => valueAt(row, ['id']) === outcome)
  const missing = data?.outcomes.filter((outcome) => !had(outcome) && !schema.except?.includes(outcome)) ?? []
  const takeOver = () => {
    const kept = rows.filter((row) => data?.outcomes.includes(String(valueAt(row, ['id']))))
    change(path, [...kept, ...missing.map((outcome) => ({ id: outcome, label: inWords(outcome) }))])
  }
  return (
    <Stack gap="xs">
      <ListField {...props} />
      {data !== undefined && data.outcomes.length === 0 && (
        <Text size="xs" c="dimmed">
          {t('form.outcomesNone', { name: data.name })}
        </Text>
      )}
      {data !== undefined && missing.length > 0 && (
        <Button
          variant="subtle"
          size="compact-sm"
          className="align-start"
          leftSection={<IconDownload size={14} />}
          onClick={takeOver}
        >
          {t('form.outcomesTake', { name: data.name })}
        </Button>
      )}
    </Stack>
  )
}

/** `notKnown` as people read it: “Not known”. */
function inWords(outcome: string): string {
  const words = outcome
    .replace(/[-_]+/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, end: string, begin: string) => `${end} ${begin.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
