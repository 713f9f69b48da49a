import { Badge } from '@mantine/core'
import { type Calendar, calendarNow } from '@patchbay/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { momentThere } from './moment-there.ts'

const COLOR = { open: 'green', closed: 'gray', holiday: 'yellow' } as const
const TICK_MS = 15_000

/** What a calendar says at this moment, as callers get it, and until when. */
export function CalendarNowLine({ calendar }: { calendar: Calendar }) {
  const { t, i18n } = useTranslation()
  const [at, setAt] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setAt(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  const { status, now, until } = calendarNow(calendar, at)
  const when = until === null ? undefined : momentThere(until, now.date, i18n.language)
  return (
    <Badge variant="light" color={COLOR[status]} size="lg" radius="sm" className="keep">
      {when === undefined ? t(`settings.hours.now.${status}`) : t(`settings.hours.until.${status}`, { when })}
    </Badge>
  )
}
