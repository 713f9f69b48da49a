import { ActionIcon, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import type { Calendar } from '@patchbay/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { SpanRow } from './week-field.tsx'
import { toField } from './week-hours.ts'

interface DayListProps<Day> {
  days: readonly Day[]
  onChange: (days: Day[]) => void
  strict: boolean
}

type Holiday = Calendar['holidays'][number]
type Exception = Calendar['exceptions'][number]

/** Whole days on which nobody is there, each with a name. */
export function HolidayList({ days, onChange, strict }: DayListProps<Holiday>) {
  const { t } = useTranslation()
  return (
    <DaySection
      title={t('settings.hours.holidays')}
      text={t('settings.hours.holidaysText')}
      add={t('settings.hours.addHoliday')}
      onAdd={() => onChange([...days, { date: '', name: '' }])}
    >
      {days.map((day, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: days have no identity besides their place, and their fields are controlled
        <Group key={index} gap={8} wrap="nowrap" align="start">
          <DateInput
            number={index + 1}
            date={day.date}
            strict={strict}
            onChange={(date) => onChange([...days.with(index, { ...day, date })])}
          />
          <TextInput
            flex={1}
            miw={0}
            aria-label={`${t('settings.hours.holidayName')} ${index + 1}`}
            placeholder={t('settings.hours.holidayName')}
            maxLength={80}
            value={day.name}
            error={strict && day.name.trim() === ''}
            onChange={(event) => onChange([...days.with(index, { ...day, name: event.currentTarget.value })])}
          />
          <Remove number={index + 1} onClick={() => onChange(days.toSpliced(index, 1))} />
        </Group>
      ))}
    </DaySection>
  )
}

/** Days with hours of their own. */
export function ExceptionList({ days, onChange, strict }: DayListProps<Exception>) {
  const { t } = useTranslation()
  return (
    <DaySection
      title={t('settings.hours.exceptions')}
      text={t('settings.hours.exceptionsText')}
      add={t('settings.hours.addException')}
      onAdd={() => onChange([...days, { date: '', hours: [] }])}
    >
      {days.map((day, index) => {
        const setHours = (hours: Exception['hours']) => onChange([...days.with(index, { ...day, hours })])
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: days have no identity besides their place, and their fields are controlled
          <div key={index} className="exception">
            <DateInput
              number={index + 1}
              date={day.date}
              strict={strict}
              onChange={(date) => onChange([...days.with(index, { ...day, date })])}
            />
            <div className="week-spans">
              {day.hours.length === 0 && <Text c="dimmed">{t('settings.hours.closedAllDay')}</Text>}
              {day.hours.map((span, place) => (
                <SpanRow
                  // biome-ignore lint/suspicious/noArrayIndexKey: hours have no identity besides their place, and their fields are controlled
                  key={place}
                  span={{ from: span.from, to: toField(span.to) }}
                  what={day.date === '' ? String(index + 1) : day.date}
                  strict={strict}
                  onChange={(next) => setHours(day.hours.with(place, next))}
                  onRemove={() => setHours(day.hours.toSpliced(place, 1))}
                />
              ))}
            </div>
            <Group gap={2} wrap="nowrap">
              <ActionIcon
                variant="subtle"
                color="gray"
                size={30}
                aria-label={t('settings.hours.addHours', { day: day.date === '' ? index + 1 : day.date })}
                onClick={() => setHours([...day.hours, { from: '', to: '' }])}
              >
                <IconPlus size={16} />
              </ActionIcon>
              <Remove number={index + 1} onClick={() => onChange(days.toSpliced(index, 1))} />
            </Group>
          </div>
        )
      })}
    </DaySection>
  )
}

function DaySection({
  title,
  text,
  add,
  onAdd,
  children,
}: {
  title: string
  text: string
  add: string
  onAdd: () => void
  children: ReactNode
}) {
  return (
    <section>
      <Title order={3}>{title}</Title>
      <Text size="sm" c="dimmed" mb="xs">
        {text}
      </Text>
      <Stack gap="xs">
        {children}
        <Button variant="default" size="sm" leftSection={<IconPlus size={15} />} className="align-start" onClick={onAdd}>
          {add}
        </Button>
      </Stack>
    </section>
  )
}

interface DateInputProps {
  number: number
  date: string
  strict: boolean
  onChange: (date: string) => void
}

function DateInput({ number, date, strict, onChange }: DateInputProps) {
  const { t } = useTranslation()
  return (
    <TextInput
      type="date"
      className="figures day-date"
      aria-label={`${t('settings.hours.date')} ${number}`}
      value={date}
      error={strict && date === ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function Remove({ number, onClick }: { number: number; onClick: () => void }) {
  const { t } = useTranslation()
  return (
    <ActionIcon variant="subtle" color="gray" size={34} aria-label={t('form.remove', { number })} onClick={onClick}>
      <IconTrash size={16} />
    </ActionIcon>
  )
}
