import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** A page or panel without content: what will be here, in a sentence, and the one thing to begin with. */
export function EmptyState({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <Stack align="center" gap="xs" py={64} px="md" className="empty-state">
      <svg width="96" height="56" viewBox="0 0 96 56" fill="none" aria-hidden="true">
        <circle cx="12" cy="16" r="5" className="empty-jack" />
        <circle cx="12" cy="40" r="5" className="empty-jack" />
        <circle cx="84" cy="16" r="5" className="empty-jack" />
        <circle cx="84" cy="40" r="5" className="empty-jack" />
        <path d="M12 16h28a8 8 0 0 1 8 8v8a8 8 0 0 0 8 8h28" className="empty-cord" />
      </svg>
      <Title order={2} ta="center">
        {title}
      </Title>
      <Text c="dimmed" ta="center" maw={440} mb="xs">
        {text}
      </Text>
      {children}
    </Stack>
  )
}
