import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { formatPhoneNumber, parsePhoneNumber } from '../words/phone-number.ts'
import type { FieldProps } from './field.tsx'
import { pathText } from './field-path.ts'
import { useForm } from './form-context.ts'

/** Takes a number as people write it and stores its digits; shown tidily again when the author leaves the field. */
export function PhoneNumberField({ path, value, label, description }: FieldProps) {
  const { change, touch, problem } = useForm()
  const stored = typeof value === 'string' ? value : ''
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <TextInput
      data-field={pathText(path)}
      type="tel"
      autoComplete="off"
      className="figures"
      label={label}
      description={description}
      placeholder="+44 7700 900123"
      value={typed ?? formatPhoneNumber(stored)}
      error={problem(path)}
      onFocus={() => setTyped(formatPhoneNumber(stored))}
      onBlur={() => {
        setTyped(null)
        touch(path)
      }}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        change(path, parsePhoneNumber(event.currentTarget.value))
      }}
    />
  )
}
