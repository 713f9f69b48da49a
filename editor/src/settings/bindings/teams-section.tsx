import { Text } from '@mantine/core'
import type { BindingOf } from '@patchbay/core'
import { useTranslation } from 'react-i18next'
import { BindingSection, type ValueEditorProps } from './binding-section.tsx'
import { FormEditor } from './form-editor.tsx'

const TeamEditor = (props: ValueEditorProps<BindingOf<'team'>>) => <FormEditor kind="team" {...props} />

/** Teams: people who are told about something together. */
export function TeamsSection() {
  const { t } = useTranslation()
  return (
    <BindingSection
      kind="team"
      words="teams"
      newValue={() => ({ members: [{ name: '', phone: '' }] })}
      Editor={TeamEditor}
      about={({ members }) => (
        <Text c="dimmed" className="keep">
          {t('settings.teams.members', { count: members.length })}
        </Text>
      )}
    />
  )
}
