import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SurveyQuestion } from '../api/surveys.ts'

const LANGUAGES = ['en', 'th', 'tr', 'lo', 'zh-Hant']
const NAMES: Readonly<Record<string, string>> = { en: 'English', th: 'ไทย', tr: 'Türkçe', lo: 'ລາວ', 'zh-Hant': '繁體中文' }

interface QuestionTextsProps {
  texts: SurveyQuestion['texts']
  onChange(texts: SurveyQuestion['texts']): void
}

/** What a question is in every language: as it is said, and, where that is another thing, as it is read on the page of a link. */
export function QuestionTexts({ texts, onChange }: QuestionTextsProps) {
  const { t } = useTranslation()
  const textIn = (language: string) => texts.find((one) => one.language === language) ?? { language, text: '' }
  const set = (language: string, change: { text?: string; written?: string }) =>
    onChange([...texts.filter((one) => one.language !== language), { ...textIn(language), ...change }])
  const fields = (
    part: 'text' | 'written',
    { labelOf, placeholderOf }: { labelOf(name: string): string; placeholderOf(language: string): string },
  ) =>
    LANGUAGES.map((language) => (
      <Textarea
        key={language}
        lang={language}
        label={labelOf(NAMES[language] ?? language)}
        placeholder={placeholderOf(language)}
        autosize
        minRows={1}
        maxLength={500}
        value={textIn(language)[part] ?? ''}
        onChange={({ currentTarget: { value } }) => set(language, { [part]: value })}
      />
    ))
  return (
    <>
      {fields('text', { labelOf: (name) => name, placeholderOf: () => '' })}
      <details className="survey-written">
        <summary>{t('surveys.written')}</summary>
        {fields('written', {
          labelOf: (language) => t('surveys.writtenIn', { language }),
          placeholderOf: (language) => textIn(language).text,
        })}
      </details>
    </>
  )
}

/** Without what is blank; what was only written is said so, too. */
export const completeTexts = (texts: SurveyQuestion['texts']): SurveyQuestion['texts'] =>
  texts.flatMap(({ language, text, written = '' }) => {
    const said = text.trim() === '' ? written.trim() : text
    if (said === '') return []
    return [{ language, text: said, ...(written.trim() === '' ? {} : { written: written.trim() }) }]
  })
