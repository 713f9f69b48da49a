import type { Calendar } from '@patchbay/core'
import { BindingSection } from '../bindings/binding-section.tsx'
import { CalendarEditor } from './calendar-editor.tsx'
import { CalendarNowLine } from './calendar-now-line.tsx'

/** Office hours where the reader is. */
const newCalendar = (): Calendar => ({
  timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  hours: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '09:00', to: '17:00' }],
  holidays: [],
  exceptions: [],
})

/** Calendars: when callers reach somebody. */
export function HoursSection() {
  return (
    <BindingSection
      kind="calendar"
      words="hours"
      newValue={newCalendar}
      Editor={CalendarEditor}
      about={(calendar) => <CalendarNowLine calendar={calendar} />}
    />
  )
}
