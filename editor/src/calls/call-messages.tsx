import { Title } from '@mantine/core'
import type { SentMessage } from '@patchbay/core/http-contract'
import { useTranslation } from 'react-i18next'
import { onClock } from '../words/moment.ts'
import { formatMoney } from '../words/money.ts'
import { formatPhoneNumber } from '../words/phone-number.ts'

/** The text messages that a call sent, and what the network reported of each. */
export function CallMessages({ messages }: { messages: readonly SentMessage[] }) {
  const { t, i18n } = useTranslation()
  const receiver = ({ to, team }: SentMessage) => {
    if (team !== null) return t('messages.sentToTeam', { team })
    return to === null ? t('messages.sentToSomebody') : t('messages.sentTo', { to })
  }
  return (
    <section className="call-messages" aria-labelledby="call-messages">
      <Title order={2} id="call-messages" mb="xs">
        {t('messages.sent')}
      </Title>
      <ul>
        {messages.map((message) => (
          <li key={message.id}>
            <span className="call-offset figures">{onClock(message.offsetMs)}</span>
            <div>
              <div className="call-message-facts">
                <span className="call-card figures">{receiver(message)}</span>
                <span data-status={message.status}>{t(`messages.status.${message.status}`)}</span>
                {message.reason !== null && <span className="call-soft">{t('messages.why', { reason: message.reason })}</span>}
              </div>
              {message.text !== null && <div className="call-message-text">{message.text}</div>}
              <div className="call-message-facts call-soft figures">
                {message.from !== null && <span>{t('messages.sentFrom', { from: formatPhoneNumber(message.from) })}</span>}
                <span>{t('messages.parts', { count: message.parts })}</span>
                {message.cost !== null && <span>{t('messages.cost', { cost: formatMoney(message.cost, i18n.language) })}</span>}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
