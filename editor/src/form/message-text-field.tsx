import { Input, Stack, Tabs, Text, Textarea } from '@mantine/core'
import { LANGUAGE_NAMES, type Language, MESSAGE_MAX_CHARACTERS, smsParts } from '@patchbay/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldProps } from './field.tsx'
import { type FieldPath, pathText, valueAt } from './field-path.ts'
import { useForm } from './form-context.ts'
import { InsertVariable } from './insert-variable.tsx'
import { TemplateHint } from './template-hint.tsx'

/** What a text message says in each language that callers hear, and as how many it is charged. */
export function MessageTextField({ path, value, label, description }: FieldProps) {
  const { flow, problem } = useForm()
  const { enabled, default: main } = flow.languages
  const languages = [main, ...enabled.filter((language) => language !== main)]
  const [shown, setShown] = useState<string>(main)
  const language = languages.find((other) => other === shown) ?? main
  return (
    <Input.Wrapper label={label} labelElement="div" description={description}>
      {languages.length === 1 ? (
        <WrittenText path={[...path, main]} text={textIn(value, main)} language={main} label={label} />
      ) : (
        <Tabs value={language} onChange={(next) => setShown(next ?? main)} mt={6}>
          <Tabs.List>
            {languages.map((other) => (
              <Tabs.Tab
                key={other}
                value={other}
                lang={other}
                rightSection={problem([...path, other]) === undefined ? null : <span className="tab-mark" />}
              >
                {LANGUAGE_NAMES[other]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {languages.map((other) => (
            <Tabs.Panel key={other} value={other} pt={6}>
              <WrittenText
                path={[...path, other]}
                text={textIn(value, other)}
                language={other}
                label={`${label} · ${LANGUAGE_NAMES[other]}`}
              />
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
    </Input.Wrapper>
  )
}

const textIn = (value: unknown, language: Language): string => String(valueAt(value, [language]) ?? '')

interface WrittenTextProps {
  path: FieldPath
  text: string
  language: Language
  label: string
}

function WrittenText({ path, text, language, label }: WrittenTextProps) {
  const { t } = useTranslation()
  const { change, touch, problem } = useForm()
  const field = useRef<HTMLTextAreaElement>(null)
  const { parts } = smsParts(text)
  // what stands for a variable is longer or shorter than its name
  const filled = text.includes('{{') || text.includes('{%')
  return (
    <Stack gap={4} mt={4}>
      <div className="prompt-text">
        <Textarea
          ref={field}
          data-field={pathText(path)}
          aria-label={label}
          lang={language}
          autosize
          minRows={2}
          maxRows={12}
          maxLength={MESSAGE_MAX_CHARACTERS}
          value={text}
          error={problem(path)}
          onBlur={() => touch(path)}
          onChange={(event) => change(path, event.currentTarget.value)}
        />
        <span className="prompt-insert">
          <InsertVariable field={() => field.current} onInsert={(next) => change(path, next)} />
        </span>
      </div>
      <TemplateHint text={text} />
      {parts > 0 && (
        <Text size="xs" c="dimmed">
          {t(filled ? 'form.messagePartsAbout' : 'form.messageParts', { count: parts })}
        </Text>
      )}
    </Stack>
  )
}
