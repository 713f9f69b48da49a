import { IconCheck, IconClock, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Approval } from '../api/money.ts'
import { StateBadge, type StateLook } from './state-badge.tsx'

const STATES = {
  waiting: { Icon: IconClock, color: 'yellow' },
  approved: { Icon: IconCheck, color: 'teal' },
  refused: { Icon: IconX, color: 'gray' },
} as const satisfies Record<Approval['state'], StateLook>

export function ApprovalState({ state }: Pick<Approval, 'state'>) {
  const { t } = useTranslation()
  return <StateBadge look={STATES[state]}>{t(`money.approval.${state}`)}</StateBadge>
}
