import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { getOutboundRefusals } from '../../api/outbound.ts'
import { momentAgo, wholeMoment } from '../../words/moment.ts'
import { countryName } from '../line/countries.ts'

const REFRESH_MS = 30_000

/** What the fence kept from being called in the last days, and why. */
export function RefusedList() {
  const { t, i18n } = useTranslation()
  const { data } = useQuery({ queryKey: ['outbound-refused'], queryFn: getOutboundRefusals, refetchInterval: REFRESH_MS })
  if (data === undefined) return null
  const { days, refused } = data
  return (
    <section className="settings-block fence-refused">
      <Title order={3} mb="xs">
        {t('settings.outbound.refused', { count: days })}
      </Title>
      {refused.length === 0 ? (
        <Text c="dimmed">{t('settings.outbound.refusedNone')}</Text>
      ) : (
        <ul className="number-list" aria-label={t('settings.outbound.refused', { count: days })}>
          {refused.map(({ day, reason, country, count, latest, runId }) => (
            <li key={`${day} ${reason} ${country}`}>
              <div>
                <Text fw={600}>
                  {country === null ? t('settings.outbound.noCountryKnown') : countryName(country, i18n.language)}
                </Text>
                <Text c="dimmed" size="sm">
                  {t(`settings.outbound.reasons.${reason}`)}
                </Text>
              </div>
              <Text className="figures">{t('settings.outbound.times', { count })}</Text>
              <div>
                <time dateTime={latest} title={wholeMoment(latest, i18n.language)}>
                  {momentAgo(latest, Date.now(), i18n.language)}
                </time>
                {runId !== null && (
                  <Link to="/calls/$runId" params={{ runId }}>
                    {t('settings.outbound.latestCall')}
                  </Link>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
