import { Text } from '@mantine/core'
import { type BindingOf, queueSchema } from '@patchbay/core'
import { useTranslation } from 'react-i18next'
import { BindingSection, type ValueEditorProps } from './binding-section.tsx'
import { FormEditor } from './form-editor.tsx'

const QueueEditor = (props: ValueEditorProps<BindingOf<'queue'>>) => <FormEditor kind="queue" {...props} />

/** Queues: who callers wait for, and how. */
export function QueuesSection() {
  const { t } = useTranslation()
  return (
    <BindingSection
      kind="queue"
      words="queues"
      newValue={() => queueSchema.parse({})}
      Editor={QueueEditor}
      about={({ agents }) => (
        <Text c="dimmed" className="keep">
          {t('settings.queues.agents', { count: agents.length })}
        </Text>
      )}
    />
  )
}
