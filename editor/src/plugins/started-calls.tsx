import type { PluginTriggers } from '@patchbay/core/http-contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { wholeMoment } from '../words/moment.ts'

type Started = PluginTriggers['calls'][number]['started']

/** Who was called because something came, or why nobody was; and how that call stands. */
export function StartedCalls({ started }: { started: Started }) {
  const { t, i18n } = useTranslation()
  return started.map(({ rule, flow, outcome, call }) => (
    <span key={rule} className="plugin-line-text plugin-started">
      <span>{t(`plugins.rules.outcome.${outcome}`, { flow })}</span>
      {call !== null && (
        <>
          <Link to="/calls/callbacks">{t(`callbacks.state.${call.state}`)}</Link>
          {call.state === 'waiting' && Date.parse(call.dueAt) > Date.now() && (
            <time dateTime={call.dueAt}>{wholeMoment(call.dueAt, i18n.language)}</time>
          )}
          {call.reason !== null && call.state !== 'cancelled' && <span>{t(`callbacks.reason.${call.reason}`)}</span>}
          {call.calledIn !== null && (
            <Link to="/calls/$runId" params={{ runId: call.calledIn }}>
              {t('plugins.rules.call')}
            </Link>
          )}
        </>
      )}
    </span>
  ))
}
