import { NumberInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import type { Calendar } from '@patchbay/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { WeekField } from '../settings/hours/week-field.tsx'
import { toHours, toWeek } from '../settings/hours/week-hours.ts'
import '../settings/hours/hours.css'
import { PeopleField } from './people-field.tsx'
import { PhoneInput } from './phone-input.tsx'
import { type Question, type QuestionOf, useTemplateWords } from './template-words.ts'

export interface FieldProps<Kind extends Question['kind'] = Question['kind']> {
  question: QuestionOf<Kind>
  value: unknown
  onChange: (value: unknown) => void
  /** What is wrong with it, by the path below it. */
  problems: ReadonlyMap<string, string>
}

/** The control of a question of a template's form. */
export function QuestionField({ question, value, onChange, problems }: FieldProps) {
  const say = useTemplateWords()
  const shared = {
    label: say(question.title),
    description: question.help === undefined ? undefined : say(question.help),
    error: problems.get(''),
  }
  switch (question.kind) {
    case 'text':
      return (
        <TextInput
          {...shared}
          maxLength={question.maxLength}
          value={text(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'phone':
      return <PhoneInput {...shared} value={text(value)} onChange={onChange} />
    case 'yesNo':
      return <Switch {...shared} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
    case 'number':
      return (
        <NumberInput
          {...shared}
          min={question.min}
          max={question.max}
          allowDecimal={false}
          value={Number(value)}
          onChange={(next) => onChange(Number(next))}
        />
      )
    case 'choice':
      return (
        <Select
          {...shared}
          allowDeselect={false}
          value={text(value)}
          data={question.options.map((option) => ({ value: option.value, label: say(option.title) }))}
          onChange={onChange}
        />
      )
    case 'hours':
      return <HoursField {...shared} value={value as Calendar} onChange={onChange} />
    case 'people':
      return <PeopleField question={question} value={value} onChange={onChange} problems={problems} />
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

interface Shared {
  label: string
  description?: string | undefined
  error?: string | undefined
}

const TIME_ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])]

function HoursField({
  label,
  description,
  error,
  value,
  onChange,
}: Shared & { value: Calendar; onChange: (value: Calendar) => void }) {
  const { t } = useTranslation()
  const [week, setWeek] = useState(() => toWeek(value.hours))
  return (
    <Stack gap="xs" role="group" aria-label={label}>
      <div>
        <Text fw={500} size="sm">
          {label}
        </Text>
        <Text size="xs" c="dimmed">
          {description}
        </Text>
      </div>
      <Select
        label={t('settings.hours.timeZone')}
        searchable
        allowDeselect={false}
        maw={320}
        value={value.timeZone}
        data={TIME_ZONES.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
        onChange={(timeZone) => {
          if (timeZone !== null) onChange({ ...value, timeZone })
        }}
      />
      <WeekField
        week={week}
        strict={error !== undefined}
        onChange={(next) => {
          setWeek(next)
          onChange({ ...value, hours: toHours(next) })
        }}
      />
      {error !== undefined && (
        <Text size="xs" c="red" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  )
}
