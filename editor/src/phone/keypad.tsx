import { UnstyledButton } from '@mantine/core'
import type { Key } from '@patchbay/core'
import { useTranslation } from 'react-i18next'
import { usePhone, usePhoneState } from './use-phone.ts'

const ROWS: readonly Key[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']
const LETTERS: Readonly<Partial<Record<Key, string>>> = {
  2: 'ABC',
  3: 'DEF',
  4: 'GHI',
  5: 'JKL',
  6: 'MNO',
  7: 'PQRS',
  8: 'TUV',
  9: 'WXYZ',
}

/** Twelve keys; with the focus on them, the computer's keys press them too. */
export function Keypad() {
  const { t } = useTranslation()
  const phone = usePhone()
  const talking = usePhoneState(({ call }) => call?.line === 'talking')
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own frame and legend
    <div
      className="keypad"
      role="group"
      aria-label={t('phone.keypad')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes the focus when a call begins, so that the computer's keys work at once
      tabIndex={0}
      onKeyDown={(event) => {
        const key = ROWS.find((other) => other === event.key)
        if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return
        event.preventDefault()
        phone.press(key)
      }}
    >
      {ROWS.map((key) => (
        <UnstyledButton
          key={key}
          className="keypad-key"
          // drawn by the style sheet: nobody needs the letters read out
          data-letters={LETTERS[key] ?? ''}
          disabled={!talking}
          aria-label={t('form.key', { key })}
          onClick={() => phone.press(key)}
        >
          {key}
        </UnstyledButton>
      ))}
    </div>
  )
}
