import { Badge } from '@mantine/core'
import { IconCheck, IconClock, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Approval } from '../api/money.ts'

const STATES = {
  waiting: { Icon: IconClock, color: 'yellow' },
  approved: { Icon: IconCheck, color: 'teal' },
  refused: { Icon: IconX, color: 'gray' },
} as const

export function ApprovalState({ state }: Pick<Approval, 'state'>) {
  const { t } = useTranslation()
  const { Icon, color } = STATES[state]
  return (
    <Badge variant="light" color={color} className="keep" leftSection={<Icon size={12} aria-hidden="true" />}>
      {t(`money.approval.${state}`)}
    </Badge>
  )
}
