import type { Emergency } from '@patchbay/core/http-contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { getEmergency } from '../api/emergency.ts'
import { listFlows } from '../api/flows.ts'
import { wholeMoment } from '../words/moment.ts'

/** Others may move the switch too. */
const REFRESH_MS = 15_000

/** Says on every page that callers are not led as usual; it takes room of its own, so that it hides nothing. */
export function EmergencyBanner() {
  const { t, i18n } = useTranslation()
  const { data } = useQuery({ queryKey: ['emergency'], queryFn: getEmergency, refetchInterval: REFRESH_MS })
  const state = data?.state ?? 'off'
  const flows = useQuery({ queryKey: ['flows'], queryFn: listFlows, enabled: state !== 'off' })
  const flow = flows.data?.flows.find(({ id }) => id === data?.flowId)?.name ?? t('emergencyBanner.somewhere')
  const began = data === undefined ? undefined : beganWith(data)
  return (
    // the region is there beforehand, so that what comes into it is read out
    <div aria-live="polite">
      {data !== undefined && state !== 'off' && (
        <section className="emergency-banner" data-state={state} aria-label={t('emergencyBanner.label')}>
          <p className="emergency-banner-says">{t(`emergencyBanner.${state}`, { flow })}</p>
          {began !== undefined && (
            <p>
              {t('emergencyBanner.since', {
                since: wholeMoment(began.at, i18n.language),
                by: began.by === 'owner' ? t('settings.emergency.you') : began.by,
              })}
              {data.note !== '' && ` ${data.note}`}
            </p>
          )}
          <Link to="/settings/$section" params={{ section: 'emergency' }}>
            {t('emergencyBanner.link')}
          </Link>
        </section>
      )}
    </div>
  )
}

/** The movement since which it stands so: another flow or note may have been chosen later. */
function beganWith({ state, changes }: Emergency): Emergency['changes'][number] | undefined {
  const before = changes.findIndex((change) => change.state !== state)
  return changes.at(before === -1 ? -1 : before - 1)
}
