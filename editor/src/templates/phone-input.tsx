import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { formatPhoneNumber, parsePhoneNumber } from '../words/phone-number.ts'

interface PhoneInputProps {
  label: string
  description?: string | undefined
  error?: string | undefined
  value: string
  onChange: (value: string) => void
}

/** Takes a number as people write it; tidy again when it is left. */
export function PhoneInput({ value, onChange, ...shared }: PhoneInputProps) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <TextInput
      {...shared}
      type="tel"
      autoComplete="off"
      className="figures"
      placeholder="+44 7700 900123"
      value={typed ?? formatPhoneNumber(value)}
      onFocus={() => setTyped(formatPhoneNumber(value))}
      onBlur={() => setTyped(null)}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(parsePhoneNumber(event.currentTarget.value))
      }}
    />
  )
}
