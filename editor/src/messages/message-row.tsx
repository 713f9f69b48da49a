import { Text } from '@mantine/core'
import type { ReceivedMessage } from '@patchbay/core/http-contract'
import { useTranslation } from 'react-i18next'
import { momentAgo, wholeMoment } from '../words/moment.ts'
import { formatMoney } from '../words/money.ts'
import { formatPhoneNumber } from '../words/phone-number.ts'

/** One message that came in: who wrote what to which number, when, and what it cost. */
export function MessageRow({ message: { at, from, to, text, cost } }: { message: ReceivedMessage }) {
  const { t, i18n } = useTranslation()
  const party = (number: string | null) => (number === null ? t('messages.erased') : formatPhoneNumber(number))
  return (
    <li className="received-message">
      <div className="received-message-parties figures">
        {from === null ? t('messages.erased') : t('messages.fromTo', { from: party(from), to: party(to) })}
      </div>
      <Text size="sm" c="dimmed" component="div" className="flow-row-facts">
        <time dateTime={at} title={wholeMoment(at, i18n.language)}>
          {t('messages.received', { when: momentAgo(at, Date.now(), i18n.language) })}
        </time>
        {cost !== null && <span className="figures">{t('messages.cost', { cost: formatMoney(cost, i18n.language) })}</span>}
      </Text>
      {text !== null && (
        <Text className="received-message-text" {...(text.trim() === '' ? { c: 'dimmed' } : {})}>
          {text.trim() === '' ? t('messages.noText') : text}
        </Text>
      )}
    </li>
  )
}
