import { Input, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLibrary } from '../prompts/use-library.ts'
import type { FieldProps } from './field.tsx'
import { useForm } from './form-context.ts'
import { SharePrompt } from './share-prompt.tsx'
import { SharedPromptField } from './shared-prompt-field.tsx'
import { WrittenPrompt } from './written-prompt.tsx'

type Source = 'written' | 'library'

/** What callers hear: written here, or a prompt of the library that other flows use as well. */
export function PromptField({ schema, path, value, label, description }: FieldProps) {
  const { t } = useTranslation()
  const { flow, change, problem } = useForm()
  const library = useLibrary()
  const promptId = typeof value === 'object' && value !== null && 'promptId' in value ? String(value.promptId) : undefined
  const [wanted, setWanted] = useState<Source>('written')
  const source: Source = promptId === undefined ? wanted : 'library'
  // the last words of a flow must not hang on anything else
  const canBeShared = schema.ui === 'prompt'

  const turnTo = (next: Source): void => {
    setWanted(next)
    if (next === 'library' || promptId === undefined) return
    // what was shared is copied, so that an author begins from the words that callers know
    const { text = {}, recording = {} } = library?.get(promptId) ?? {}
    change(path, { text, ...(Object.keys(recording).length === 0 ? {} : { recording }) })
  }

  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      description={description}
      error={source === 'written' && flow.languages.enabled.length > 1 ? undefined : problem(path)}
      inputWrapperOrder={['label', 'description', 'input', 'error']}
    >
      {canBeShared && (
        <SegmentedControl
          fullWidth
          mt={6}
          size="xs"
          aria-label={t('form.promptSource', { what: label })}
          value={source}
          data={[
            { value: 'written', label: t('form.promptWritten') },
            { value: 'library', label: t('form.promptLibrary') },
          ]}
          onChange={(next) => turnTo(next === 'library' ? 'library' : 'written')}
        />
      )}
      {source === 'library' ? (
        <SharedPromptField path={path} promptId={promptId} label={label} />
      ) : (
        <>
          <WrittenPrompt path={path} value={value} label={label} />
          {canBeShared && <SharePrompt path={path} value={value} />}
        </>
      )}
    </Input.Wrapper>
  )
}
