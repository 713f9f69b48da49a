import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePhone, usePhoneState } from './use-phone.ts'

/** While words are listened for: what the caller says, typed, since not every machine has a microphone. */
export function SayWords() {
  const { t } = useTranslation()
  const phone = usePhone()
  const listens = usePhoneState(({ call }) => call?.line === 'talking' && call.waiting?.speech === true)
  const [words, setWords] = useState('')
  if (!listens) return null
  return (
    <form
      className="say-words"
      onSubmit={(event) => {
        event.preventDefault()
        if (words.trim() === '') return
        phone.say(words.trim())
        setWords('')
      }}
    >
      <TextInput
        size="sm"
        aria-label={t('phone.sayWords')}
        placeholder={t('phone.sayPlaceholder')}
        maxLength={200}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Button type="submit" size="sm" variant="default" disabled={words.trim() === ''}>
        {t('phone.say')}
      </Button>
    </form>
  )
}
