import type { Issue } from '@patchbay/core'
import { IconAlertTriangle, IconCircleX } from '@tabler/icons-react'
import { useCoreWords } from '../i18n/core-words.ts'

/** A card's findings as sentences that say what to do. */
export function CardProblems({ issues }: { issues: readonly Issue[] }) {
  const words = useCoreWords()
  if (issues.length === 0) return null
  return (
    <ul className="card-problem-list">
      {issues.map((issue) => (
        <li
          className="card-problem"
          key={`${issue.code}${issue.path?.join('.') ?? ''}${JSON.stringify(issue.data)}`}
          data-severity={issue.severity}
        >
          {issue.severity === 'error' ? (
            <IconCircleX className="mark" size={16} aria-hidden="true" />
          ) : (
            <IconAlertTriangle className="mark" size={16} aria-hidden="true" />
          )}
          <span>{words.issue(issue)}</span>
        </li>
      ))}
    </ul>
  )
}
