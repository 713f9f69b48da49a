import { useTranslation } from 'react-i18next'
import type { Approval } from '../api/money.ts'
import { useMoneyText } from './money-text.ts'

/** Who did something: whoever reads this, a flow, or somebody by name. */
export function usePerson(): (name: string) => string {
  const { t } = useTranslation()
  return (name) => (name === 'owner' ? t('money.you') : name === 'flow' ? t('money.aFlow') : name)
}

/** What of the rules sent a request to a person; empty where the plugin does not tell. */
export function useRuleText(): (approval: Approval) => string {
  const { t } = useTranslation()
  const money = useMoneyText()
  return ({ rule, limit, currency, askedBy }) => {
    const most = limit === undefined ? undefined : money(limit, currency)
    switch (rule) {
      case 'limit':
        if (most === undefined) return t('money.rule.limit')
        return t(askedBy === 'flow' ? 'money.rule.flowLimit' : 'money.rule.ownLimit', { amount: most })
      case 'cap':
        return most === undefined ? t('money.rule.cap') : t('money.rule.capOf', { amount: most })
      case 'currency':
        return t('money.rule.currency', { currency })
      case 'asked':
        return t('money.rule.asked')
      default:
        return ''
    }
  }
}
