import { useTranslation } from 'react-i18next'

const REASONS = ['notPaid', 'alreadyRefunded', 'exceedsCaptured', 'windowOver', 'notFound', 'notEligible', 'capReached'] as const

/** Why money cannot be given back, in the reader's words. */
export function useRefundReason(): (reason: unknown) => string {
  const { t } = useTranslation()
  return (reason) => {
    const known = REASONS.find((one) => one === reason)
    return known === undefined ? t('money.not.notEligible') : t(`money.not.${known}`)
  }
}

/** Whether what is written stands for one of them: it was written by a plugin, and by nobody. */
export const isRefundReason = (text: string): boolean => (REASONS as readonly string[]).includes(text)
