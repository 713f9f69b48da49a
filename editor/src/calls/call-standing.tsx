import { Badge } from '@mantine/core'
import type { CallSummary } from '@patchbay/core/http-contract'
import { useTranslation } from 'react-i18next'

/** How a call ended, that it goes on, and what was wrong with it. */
export function CallStanding({ call: { ended, onTheLine, erased, faults, isTest, blocked } }: { call: CallSummary }) {
  const { t } = useTranslation()
  const standing = onTheLine ? 'onTheLine' : (ended ?? (erased ? null : 'unheard'))
  return (
    <span className="standing">
      {isTest && (
        <Badge variant="outline" color="gray" className="keep">
          {t('calls.test')}
        </Badge>
      )}
      {blocked !== null && (
        <Badge variant="light" color="yellow" className="keep">
          {t('calls.blocked')}
        </Badge>
      )}
      {faults > 0 && (
        <Badge variant="light" color="yellow" className="keep figures">
          {t('calls.faults', { count: faults })}
        </Badge>
      )}
      {standing !== null && (
        <Badge variant="light" color={standing === 'onTheLine' ? 'teal' : standing === 'fault' ? 'red' : 'gray'} className="keep">
          {t(`calls.ended.${standing}`)}
        </Badge>
      )}
    </span>
  )
}
