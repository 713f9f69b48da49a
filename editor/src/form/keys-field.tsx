import { Input, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FieldProps } from './field.tsx'
import { pathText } from './field-path.ts'
import { useForm } from './form-context.ts'
import { KEYS } from './list-items.ts'

/** Which keys choose something: the twelve keys of a telephone, to be switched on and off. */
export function KeysField({ path, value, label }: FieldProps) {
  const { t } = useTranslation()
  const { change, touch, problem } = useForm()
  const chosen = Array.isArray(value) ? value.map(String) : []
  const toggle = (key: string) => {
    change(
      path,
      chosen.includes(key)
        ? chosen.filter((other) => other !== key)
        : KEYS.filter((other) => other === key || chosen.includes(other)),
    )
    touch(path)
  }
  return (
    <Input.Wrapper label={label} labelElement="div" error={problem(path)}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own frame and legend */}
      <div className="keys-field" role="group" aria-label={label} data-field={pathText(path)}>
        {KEYS.map((key) => (
          <UnstyledButton
            key={key}
            className="key-toggle"
            aria-pressed={chosen.includes(key)}
            aria-label={t('form.key', { key })}
            onClick={() => toggle(key)}
          >
            {key}
          </UnstyledButton>
        ))}
      </div>
    </Input.Wrapper>
  )
}
