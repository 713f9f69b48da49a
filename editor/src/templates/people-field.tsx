import { ActionIcon, Button, Stack, Text, TextInput } from '@mantine/core'
import type { Person } from '@patchbay/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { PhoneInput } from './phone-input.tsx'
import { SkillBoxes } from './skill-boxes.tsx'
import { type QuestionOf, useTemplateWords } from './template-words.ts'

interface PeopleFieldProps {
  question: QuestionOf<'people'>
  value: unknown
  onChange: (value: Person[]) => void
  problems: ReadonlyMap<string, string>
}

/** The people who answer, a row each. */
export function PeopleField({ question, value, onChange, problems }: PeopleFieldProps) {
  const { t } = useTranslation()
  const say = useTemplateWords()
  const people = value as Person[]
  const set = (index: number, change: Partial<Person>) =>
    onChange(people.map((person, at) => (at === index ? { ...person, ...change } : person)))
  return (
    <Stack gap="xs" role="group" aria-label={say(question.title)}>
      <div>
        <Text fw={500} size="sm">
          {say(question.title)}
        </Text>
        {question.help !== undefined && (
          <Text size="xs" c="dimmed">
            {say(question.help)}
          </Text>
        )}
      </div>
      {people.map((person, index) => (
        // biome-ignore lint/a11y/useSemanticElements: as above
        // biome-ignore lint/suspicious/noArrayIndexKey: people have no identity besides their place, and their fields are controlled
        <div key={index} className="person" role="group" aria-label={t('templates.person', { number: index + 1 })}>
          <TextInput
            label={t('templates.personName')}
            maxLength={60}
            value={person.name}
            error={problems.get(`${index}.name`)}
            onChange={(event) => set(index, { name: event.currentTarget.value })}
          />
          <PhoneInput
            label={t('templates.personNumber')}
            value={person.number}
            error={problems.get(`${index}.number`)}
            onChange={(number) => set(index, { number })}
          />
          {question.extensions && (
            <TextInput
              label={t('templates.personExtension')}
              className="figures"
              inputMode="numeric"
              maxLength={3}
              value={person.extension ?? ''}
              error={problems.get(`${index}.extension`)}
              onChange={(event) => set(index, { extension: event.currentTarget.value })}
            />
          )}
          {question.skills.length > 0 && (
            <SkillBoxes
              label={t('templates.personSkills')}
              skills={question.skills}
              value={person.skills}
              onChange={(skills) => set(index, { skills })}
            />
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={people.length === 1}
            aria-label={t('templates.removePerson', { number: index + 1 })}
            onClick={() => onChange(people.toSpliced(index, 1))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      {problems.has('') && (
        <Text size="xs" c="red" role="alert">
          {problems.get('')}
        </Text>
      )}
      <Button
        variant="default"
        leftSection={<IconPlus size={16} />}
        className="keep"
        w="fit-content"
        onClick={() =>
          onChange([...people, { name: '', number: '', skills: [], ...(question.extensions ? { extension: '' } : {}) }])
        }
      >
        {t('templates.addPerson')}
      </Button>
    </Stack>
  )
}
