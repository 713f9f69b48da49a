import { Button, VisuallyHidden } from '@mantine/core'
import { type AccountFinding, findingText, type Language } from '@patchbay/core'
import type { AccountCheck, MendRequest } from '@patchbay/core/http-contract'
import { IconAlertCircle, IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatPhoneNumber } from '../../words/phone-number.ts'
import { groupFindings, severityOf } from './group-findings.ts'
import { type LineActions, mendName } from './use-line-actions.ts'

const ICONS = { ok: IconCircleCheck, note: IconInfoCircle, warning: IconAlertTriangle, error: IconAlertCircle } as const

/** How the account stands, sentence by sentence; what Patchbay can put right has a button. */
export function FindingList({ findings, actions }: { findings: AccountCheck['findings']; actions: LineActions }) {
  const { t, i18n } = useTranslation()
  return (
    <ul className="findings" aria-label={t('settings.line.state')}>
      {groupFindings(findings).map((group) => {
        const severity = severityOf(group)
        const Icon = ICONS[severity]
        const [first] = group
        const mend = first && mendOf(first)
        return (
          <li className="finding" key={JSON.stringify([first?.code, first?.data])} data-severity={severity}>
            <Icon size={20} stroke={1.8} aria-hidden="true" />
            <div className="finding-text">
              <VisuallyHidden>{t(`settings.line.severity.${severity}`)}</VisuallyHidden>
              {group.map((finding) => (
                <p key={JSON.stringify(finding)}>{findingText(finding, i18n.language as Language, formatPhoneNumber)}</p>
              ))}
            </div>
            {mend !== undefined && (
              <Button
                size="compact-md"
                variant="light"
                className="keep"
                loading={actions.busy === mendName(mend)}
                disabled={actions.busy !== undefined}
                onClick={() => void actions.mend(mend)}
              >
                {mend.what === 'application'
                  ? t('settings.line.mend.application')
                  : t(`settings.line.mend.${mend.what}`, { number: formatPhoneNumber(mend.number) })}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function mendOf({ mend, data }: AccountFinding): MendRequest | undefined {
  if (mend === undefined || mend === 'application') return mend && { what: mend }
  return { what: mend, number: String(data.number) } as MendRequest
}
