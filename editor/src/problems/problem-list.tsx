import './problems.css'
import { Text, UnstyledButton } from '@mantine/core'
import type { Issue } from '@patchbay/core'
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useEditor, useFlow } from '../flow/use-editor.ts'
import { useCoreWords } from '../i18n/core-words.ts'

/** Everything that is wrong with the flow. A click leads to the card and the field. */
export function ProblemList({ issues, onGo }: { issues: readonly Issue[]; onGo?: () => void }) {
  const { t } = useTranslation()
  const editor = useEditor()
  const flow = useFlow()
  const words = useCoreWords()
  const names = new Map<string, string>(flow.nodes.map(({ id, name }) => [id, name]))

  const go = (issue: Issue) => {
    const nodeId = issue.nodeId ?? null
    const outlet = issue.code === 'OUTLET_UNCONNECTED' ? `outlet:${String(issue.data.name)}` : undefined
    const path = outlet ?? (nodeId === null ? (issue.path ?? []).slice(1) : (issue.path ?? [])).join('.')
    editor.select(nodeId === null ? [] : [nodeId])
    editor.set({ inspector: true, request: { nodeId, path } })
    onGo?.()
  }

  return (
    <ul className="problems">
      {issues.map((issue) => (
        <li key={`${issue.code}${issue.nodeId ?? ''}${issue.path?.join('.') ?? ''}${JSON.stringify(issue.data)}`}>
          <UnstyledButton className="problem" data-severity={issue.severity} onClick={() => go(issue)}>
            {issue.severity === 'error' ? (
              <IconCircleX className="problem-mark" size={18} aria-label={t('problems.error')} />
            ) : (
              <IconAlertTriangle className="problem-mark" size={18} aria-label={t('problems.warning')} />
            )}
            <span>
              <Text component="span" size="sm" fw={600}>
                {issue.nodeId === undefined ? t('problems.flow') : (names.get(issue.nodeId) ?? issue.nodeId)}
              </Text>
              <Text component="span" size="sm" className="problem-text">
                {words.issue(issue)}
              </Text>
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}
