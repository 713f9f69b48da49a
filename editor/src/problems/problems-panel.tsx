import { Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useEditorState } from '../flow/use-editor.ts'
import { ProblemList } from './problem-list.tsx'

/** The drawer's first tab. */
export function ProblemsPanel() {
  const { t } = useTranslation()
  const issues = useEditorState((state) => state.issues)
  if (issues.length > 0)
    return <ProblemList issues={issues.toSorted((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))} />
  return (
    <Text c="dimmed" p="md" className="with-icon">
      <IconCircleCheck size={18} aria-hidden="true" />
      {t('problems.none')}
    </Text>
  )
}
