import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { FieldProps } from './field.tsx'

/** Fields that belong together, in a frame of their own. */
export function GroupField({ label, description, children }: FieldProps & { children: ReactNode }) {
  return (
    <section className="field-group" aria-label={label}>
      <Text size="sm" fw={500}>
        {label}
      </Text>
      {description !== undefined && (
        <Text size="xs" c="dimmed" mb="xs">
          {description}
        </Text>
      )}
      {children}
    </section>
  )
}
