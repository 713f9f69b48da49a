import { Select, Stack, Text, Title } from '@mantine/core'
import { type Calendar, calendarSchema } from '@patchbay/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ValueEditorProps } from '../bindings/binding-section.tsx'
import { CalendarNowLine } from './calendar-now-line.tsx'
import { ExceptionList, HolidayList } from './day-lists.tsx'
import { WeekField } from './week-field.tsx'
import { toHours, toWeek } from './week-hours.ts'
import './hours.css'

const TIME_ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])]

/** When somebody is there: the place's clock, the hours of a week, and the days that are different. */
export function CalendarEditor({ value, onChange, strict }: ValueEditorProps<Calendar>) {
  const { t } = useTranslation()
  // kept beside what is stored: rows stay where they are while somebody types
  const [week, setWeek] = useState(() => toWeek(value.hours))
  const whole = calendarSchema.safeParse(value)
  const zones = TIME_ZONES.includes(value.timeZone) ? TIME_ZONES : [value.timeZone, ...TIME_ZONES]
  return (
    <Stack gap="lg">
      <div className="calendar-head">
        <Select
          label={t('settings.hours.timeZone')}
          description={t('settings.hours.timeZoneText')}
          searchable
          allowDeselect={false}
          maw={320}
          value={value.timeZone}
          data={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          onChange={(timeZone) => {
            if (timeZone !== null) onChange({ ...value, timeZone })
          }}
        />
        {whole.success && <CalendarNowLine calendar={whole.data} />}
      </div>
      <section>
        <Title order={3}>{t('settings.hours.week')}</Title>
        <Text size="sm" c="dimmed" mb="xs">
          {t('settings.hours.weekText')}
        </Text>
        <WeekField
          week={week}
          strict={strict}
          onChange={(next) => {
            setWeek(next)
            onChange({ ...value, hours: toHours(next) })
          }}
        />
      </section>
      <HolidayList days={value.holidays} strict={strict} onChange={(holidays) => onChange({ ...value, holidays })} />
      <ExceptionList days={value.exceptions} strict={strict} onChange={(exceptions) => onChange({ ...value, exceptions })} />
    </Stack>
  )
}
