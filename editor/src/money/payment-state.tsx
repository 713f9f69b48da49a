import { IconAlertTriangle, IconArrowBackUp, IconCheck, IconCircleHalf2, IconClock, IconHelp, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StateBadge, type StateLook } from './state-badge.tsx'

const STATES = {
  paid: { Icon: IconCheck, color: 'teal' },
  partlyPaid: { Icon: IconCircleHalf2, color: 'yellow' },
  declined: { Icon: IconX, color: 'gray' },
  cancelled: { Icon: IconX, color: 'gray' },
  pending: { Icon: IconClock, color: 'yellow' },
  requiresAction: { Icon: IconClock, color: 'yellow' },
  partlyRefunded: { Icon: IconArrowBackUp, color: 'gray' },
  refunded: { Icon: IconArrowBackUp, color: 'gray' },
  disputed: { Icon: IconAlertTriangle, color: 'orange' },
  unknown: { Icon: IconHelp, color: 'yellow' },
} as const satisfies Record<string, StateLook>
type State = keyof typeof STATES

const stateOf = (word: string): State => (Object.hasOwn(STATES, word) ? (word as State) : 'unknown')

/** How a payment stands, in plain words: a picture, a colour, and the word for it. */
export function PaymentState({ state }: { state: string }) {
  const { t } = useTranslation()
  const known = stateOf(state)
  return <StateBadge look={STATES[known]}>{t(`money.state.${known}`)}</StateBadge>
}

const CODES = [
  'insufficientFunds',
  'expiredCard',
  'wrongCode',
  'noCard',
  'notATestCard',
  'notConfirmed',
  'cardGone',
  'cancelled',
] as const

/** Why a card was declined, in the reader's words where there are some. */
export function useDeclineText(): (code: string) => string {
  const { t } = useTranslation()
  return (code) => {
    const known = CODES.find((one) => one === code)
    return known === undefined
      ? code === 'declined'
        ? t('money.code.declined')
        : t('money.code.other', { code })
      : t(`money.code.${known}`)
  }
}
