import { Badge } from '@mantine/core'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** How a state looks: a picture and a colour, beside its word. */
export interface StateLook {
  Icon: TablerIcon
  color: 'teal' | 'yellow' | 'orange' | 'gray'
}

/** The state of a payment, an approval or a subscription: its word, with a picture for who does not tell colours apart. */
export function StateBadge({ look: { Icon, color }, children }: { look: StateLook; children: ReactNode }) {
  return (
    <Badge variant="light" color={color} className="keep" leftSection={<Icon size={12} aria-hidden="true" />}>
      {children}
    </Badge>
  )
}
