import type { CallSummary } from '@patchbay/core/http-contract'
import { useTranslation } from 'react-i18next'
import { formatPhoneNumber } from '../words/phone-number.ts'

/** What is said of a call in the list and on its page. */
export function useCallFacts() {
  const { t } = useTranslation()
  return {
    caller: ({ caller }: CallSummary): string => {
      if (caller === null) return t('calls.erasedCaller')
      return /\d/.test(caller) ? caller : t('calls.withheld')
    },
    called: ({ called }: CallSummary): string => (called === null ? '' : formatPhoneNumber(called)),
    /** Whom there was no place for heard the message of the settings, which no flow says. */
    flow: ({ flow, blocked }: CallSummary): string =>
      blocked !== null && !flow.exists
        ? t('settings.line.noFlow')
        : `${flow.name} · ${flow.version.startsWith('draft') ? t('calls.draft') : t('calls.version', { version: flow.version })}`,
    length: (milliseconds: number): string => {
      const seconds = Math.round(milliseconds / 1000)
      return seconds < 60
        ? t('calls.seconds', { seconds })
        : t('calls.minutes', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 })
    },
  }
}
