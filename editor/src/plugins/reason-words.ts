import { useTranslation } from 'react-i18next'

/** Why a plugin did not do as it was asked, in the reader's language; a reason that is not known here says so. */
export function useReasonWords(): (reason: string) => string {
  const { t } = useTranslation()
  // reasons are the server's words: one that is newer than this page has no key
  const say = t as unknown as (keys: string[], options: { reason: string }) => string
  return (reason) => say([`plugins.reason.${reason}`, 'plugins.reason.other'], { reason })
}
