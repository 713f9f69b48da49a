import { Text } from '@mantine/core'
import type { CallSummary } from '@patchbay/core/http-contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { momentAgo, wholeMoment } from '../words/moment.ts'
import { useCallFacts } from './call-facts.ts'
import { CallStanding } from './call-standing.tsx'

/** One call of the list. */
export function CallRow({ call }: { call: CallSummary }) {
  const { t, i18n } = useTranslation()
  const facts = useCallFacts()
  const [caller, called] = [facts.caller(call), facts.called(call)]
  return (
    <li className="flow-row call-row">
      <div className="flow-row-main">
        <Link to="/calls/$runId" params={{ runId: call.runId }} className="flow-row-name figures">
          {called === '' ? caller : t('calls.fromTo', { caller, called })}
        </Link>
        <Text size="sm" c="dimmed" className="flow-row-facts">
          <span>{facts.flow(call)}</span>
          <time dateTime={call.startedAt} title={wholeMoment(call.startedAt, i18n.language)}>
            {momentAgo(call.startedAt, Date.now(), i18n.language)}
          </time>
          {!call.onTheLine && <span className="figures">{facts.length(call.durationMs)}</span>}
        </Text>
      </div>
      <CallStanding call={call} />
    </li>
  )
}
