import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** Where a flow stands: what callers reach, and whether the draft says something else. */
export function FlowStanding({ liveVersion, draftDiffers }: { liveVersion: number | null; draftDiffers: boolean }) {
  const { t } = useTranslation()
  if (liveVersion === null) {
    return (
      <Badge variant="light" color="gray" className="keep">
        {t('standing.neverPublished')}
      </Badge>
    )
  }
  return (
    <span className="standing">
      <Badge variant="light" color="green" className="keep figures">
        {t('standing.live', { version: liveVersion })}
      </Badge>
      {draftDiffers && (
        <Badge variant="light" color="yellow" className="keep figures">
          {t('standing.differs', { version: liveVersion })}
        </Badge>
      )}
    </span>
  )
}
