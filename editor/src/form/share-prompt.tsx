import { Button, Group, Text, TextInput, UnstyledButton } from '@mantine/core'
import type { InlinePrompt } from '@patchbay/core'
import { IconBooks } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { createPrompt } from '../api/prompts.ts'
import { useCoreWords } from '../i18n/core-words.ts'
import { useAddPrompt } from '../prompts/use-library.ts'
import type { FieldPath } from './field-path.ts'
import { useForm } from './form-context.ts'

/** Makes a prompt that was written here one of the library, and uses it from there. */
export function SharePrompt({ path, value }: { path: FieldPath; value: unknown }) {
  const { t } = useTranslation()
  const { change } = useForm()
  const words = useCoreWords()
  const add = useAddPrompt()
  const [name, setName] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const { text = {}, recording = {} } = (value ?? {}) as Partial<InlinePrompt>
  const isEmpty = ![...Object.values(text), ...Object.values(recording)].some((words) => words.trim() !== '')
  if (isEmpty) return null
  if (name === undefined) {
    return (
      <UnstyledButton className="fold" onClick={() => setName('')}>
        <IconBooks size={14} aria-hidden="true" />
        {t('form.share')}
      </UnstyledButton>
    )
  }

  const share = async () => {
    if (name.trim() === '') return setProblem(t('newFlow.nameMissing'))
    setBusy(true)
    setProblem(undefined)
    try {
      const prompt = await createPrompt({ name: name.trim(), text, recording })
      add(prompt)
      change(path, { promptId: prompt.id })
    } catch (thrown) {
      const error = ApiError.from(thrown)
      const [found] = (error.problem.issues ?? []) as Parameters<typeof words.issue>[0][]
      setProblem(error.away ? t('problem.away') : found === undefined ? t('prompts.saveFailed') : words.issue(found))
    } finally {
      setBusy(false)
    }
  }

  return (
    <section className="field-group share" aria-label={t('form.share')}>
      <Text size="xs" c="dimmed" mb={6}>
        {t('form.shareText')}
      </Text>
      <TextInput
        size="sm"
        label={t('form.shareName')}
        maxLength={80}
        value={name}
        error={problem}
        autoFocus
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void share()
          if (event.key === 'Escape') setName(undefined)
        }}
      />
      <Group gap={8} mt={8}>
        <Button size="xs" loading={busy} onClick={() => void share()}>
          {t('form.shareDo')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setName(undefined)}>
          {t('cancel')}
        </Button>
      </Group>
    </section>
  )
}
