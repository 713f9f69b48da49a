import { Checkbox } from '@mantine/core'
import { type QuestionOf, useTemplateWords } from './template-words.ts'

/** Which of several a person looks after. */
export function SkillBoxes({
  skills,
  value,
  onChange,
  label,
}: {
  skills: QuestionOf<'people'>['skills']
  value: readonly string[]
  onChange: (value: string[]) => void
  label: string
}) {
  const say = useTemplateWords()
  return (
    <Checkbox.Group label={label} value={[...value]} onChange={onChange}>
      <div className="skill-boxes">
        {skills.map((skill) => (
          <Checkbox key={skill.value} value={skill.value} label={say(skill.title)} />
        ))}
      </div>
    </Checkbox.Group>
  )
}
