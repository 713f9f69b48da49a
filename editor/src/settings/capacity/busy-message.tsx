import { Input } from '@mantine/core'
import {
  BUSY_TEXTS,
  type CallsAtOnce,
  createFlow,
  type FlowDefinition,
  flowIdSchema,
  type InlinePrompt,
  type Issue,
  LANGUAGES,
} from '@patchbay/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { FieldsContext, type FormContext } from '../../form/form-context.ts'
import { WrittenPrompt } from '../../form/written-prompt.tsx'

/** A prompt is written within a flow; here it is one that only has the languages. */
const EVERY_LANGUAGE: FlowDefinition = {
  ...createFlow({ id: flowIdSchema.parse('none'), name: 'none' }),
  languages: { default: 'en', enabled: [...LANGUAGES] },
}
const NO_ISSUES: readonly Issue[] = []

interface BusyMessageProps {
  message: CallsAtOnce['message']
  onChange: (next: CallsAtOnce['message']) => void
}

/** What callers hear for whom there is no place, in every language a line can have. */
export function BusyMessage({ message, onChange }: BusyMessageProps) {
  const { t } = useTranslation()
  const shown = useMemo(() => ({ ...message, text: { ...BUSY_TEXTS, ...message.text } }), [message])
  const form = useMemo(
    (): FormContext => ({
      type: 'capacity',
      config: shown,
      flow: EVERY_LANGUAGE,
      issues: NO_ISSUES,
      change: (_path, next) => onChange(ownTexts(next as InlinePrompt)),
      touch: () => undefined,
      problem: () => undefined,
      declareVariable: () => undefined,
    }),
    [shown, onChange],
  )
  return (
    <FieldsContext value={form}>
      <Input.Wrapper
        label={t('settings.capacity.message')}
        labelElement="div"
        description={t('settings.capacity.messageText')}
        maw={640}
      >
        <WrittenPrompt path={['message']} value={shown} label={t('settings.capacity.message')} />
      </Input.Wrapper>
    </FieldsContext>
  )
}

/** What is as usual is not kept: a better wording of a later release is then heard. */
function ownTexts({ text, ...rest }: InlinePrompt): InlinePrompt {
  const own = Object.entries(text).filter(([language, words]) => words !== BUSY_TEXTS[language as keyof typeof BUSY_TEXTS])
  return { ...rest, text: Object.fromEntries(own) }
}
