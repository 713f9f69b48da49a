import { Title } from '@mantine/core'
import type { CallLeg } from '@patchbay/core/http-contract'
import { useTranslation } from 'react-i18next'
import { useCallFacts } from './call-facts.ts'

/** Every line of a call, and what became of it. */
export function CallLines({ legs }: { legs: readonly CallLeg[] }) {
  const { t } = useTranslation()
  const { length } = useCallFacts()
  return (
    <section className="call-lines" aria-labelledby="call-lines">
      <Title order={2} id="call-lines" mb="xs">
        {t('calls.lines')}
      </Title>
      <ul>
        {legs.map(({ leg, direction, number, statuses, durationSeconds }) => (
          <li key={leg}>
            <span>{t(direction === 'inbound' ? 'calls.leg.caller' : 'calls.leg.callee')}</span>
            <span className="figures">{number}</span>
            <span className="call-soft">{statuses.map((status) => t(`calls.status.${status}`)).join(' · ')}</span>
            <span className="call-soft figures">{durationSeconds === null ? '' : length(durationSeconds * 1000)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
