import { Text } from '@mantine/core'
import { CALL_FACTS, templateVariables } from '@patchbay/core'
import { useTranslation } from 'react-i18next'
import { useForm } from './form-context.ts'

/** Says while somebody types which variables a text reads, and which of them there are not. */
export function TemplateHint({ text }: { text: string }) {
  const { t } = useTranslation()
  const { flow } = useForm()
  if (!text.includes('{{') && !text.includes('{%')) return null
  const read = templateVariables(text)
  if (!read.ok) return <Hint text={t('form.templateUnreadable')} attention />
  const known = new Set<string>([...flow.variables.map(({ name }) => name), ...CALL_FACTS])
  const unknown = read.names.filter((name) => !known.has(name))
  if (unknown.length > 0) return <Hint text={t('form.templateUnknown', { names: unknown.join(', ') })} attention />
  return read.names.length === 0 ? null : <Hint text={t('form.templateReads', { names: read.names.join(', ') })} />
}

function Hint({ text, attention = false }: { text: string; attention?: boolean }) {
  return (
    <Text size="xs" c={attention ? 'orange' : 'dimmed'} role="status">
      {text}
    </Text>
  )
}
