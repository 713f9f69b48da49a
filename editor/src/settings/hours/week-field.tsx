import { ActionIcon, Button, Group, Switch, Text, TextInput } from '@mantine/core'
import { WEEKDAYS } from '@patchbay/core'
import { IconCopy, IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { weekdayName } from './moment-there.ts'
import { reachOf, type Span, usualHours, type Week, type Weekday } from './week-hours.ts'

interface WeekFieldProps {
  week: Week
  onChange: (week: Week) => void
  /** Marks times that are not filled in. */
  strict: boolean
}

/** The hours of a week, a row a day: closed, or open once or several times. */
export function WeekField({ week, onChange, strict }: WeekFieldProps) {
  const { t, i18n } = useTranslation()
  const set = (day: Weekday, spans: readonly Span[]) => onChange({ ...week, [day]: spans })
  const weekdays = WEEKDAYS.slice(0, 5)
  return (
    <div className="week">
      {WEEKDAYS.map((day) => {
        const name = weekdayName(day, i18n.language)
        const spans = week[day]
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own frame and legend
          <div className="week-day" key={day} role="group" aria-label={name}>
            <Switch
              label={name}
              checked={spans.length > 0}
              onChange={(event) => set(day, event.currentTarget.checked ? usualHours(week, day) : [])}
            />
            <div className="week-spans">
              {spans.length === 0 && <Text c="dimmed">{t('settings.hours.closed')}</Text>}
              {spans.map((span, index) => (
                <SpanRow
                  // biome-ignore lint/suspicious/noArrayIndexKey: hours have no identity besides their place, and their fields are controlled
                  key={index}
                  span={span}
                  what={name}
                  strict={strict}
                  onChange={(next) => set(day, spans.with(index, next))}
                  onRemove={() => set(day, spans.toSpliced(index, 1))}
                />
              ))}
            </div>
            {spans.length > 0 && (
              <Group gap={2} wrap="nowrap" className="week-actions">
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={30}
                  aria-label={t('settings.hours.addHours', { day: name })}
                  title={t('settings.hours.addHours', { day: name })}
                  onClick={() => set(day, [...spans, { from: '', to: '' }])}
                >
                  <IconPlus size={16} />
                </ActionIcon>
                {day === 'monday' && (
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    leftSection={<IconCopy size={14} />}
                    onClick={() => onChange({ ...week, ...Object.fromEntries(weekdays.map((other) => [other, spans])) })}
                  >
                    {t('settings.hours.copy')}
                  </Button>
                )}
              </Group>
            )}
          </div>
        )
      })}
    </div>
  )
}

interface SpanRowProps {
  span: Span
  /** The day, for readers of the screen. */
  what: string
  strict: boolean
  onChange: (span: Span) => void
  onRemove: () => void
}

/** From one time to another. */
export function SpanRow({ span, what, strict, onChange, onRemove }: SpanRowProps) {
  const { t } = useTranslation()
  const reach = reachOf(span)
  return (
    <Group gap={6} wrap="nowrap">
      <TextInput
        type="time"
        className="figures week-time"
        aria-label={`${what}: ${t('settings.hours.from')}`}
        value={span.from}
        error={strict && span.from === ''}
        onChange={(event) => onChange({ ...span, from: event.currentTarget.value })}
      />
      <span aria-hidden="true">–</span>
      <TextInput
        type="time"
        className="figures week-time"
        aria-label={`${what}: ${t('settings.hours.to')}`}
        value={span.to}
        error={strict && span.to === ''}
        onChange={(event) => onChange({ ...span, to: event.currentTarget.value })}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={30}
        aria-label={t('settings.hours.removeHours', { day: what })}
        onClick={onRemove}
      >
        <IconTrash size={15} />
      </ActionIcon>
      {reach !== 'day' && (
        <Text size="xs" c="dimmed">
          {t(`settings.hours.reach.${reach}`)}
        </Text>
      )}
    </Group>
  )
}
