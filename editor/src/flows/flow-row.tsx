import { ActionIcon, Menu, Text, TextInput } from '@mantine/core'
import type { FlowSummary } from '@patchbay/core/http-contract'
import { IconCopy, IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { momentAgo, wholeMoment } from '../words/moment.ts'
import { formatPhoneNumber } from '../words/phone-number.ts'
import { FlowStanding } from './flow-standing.tsx'
import { useFlowActions } from './use-flow-actions.ts'

/** One flow of the list. Everything that can be done with it can be undone, so nothing asks. */
export function FlowRow({ flow }: { flow: FlowSummary }) {
  const { t, i18n } = useTranslation()
  const [renaming, setRenaming] = useState(false)
  const { rename, duplicate, remove } = useFlowActions()

  return (
    <li className="flow-row">
      <div className="flow-row-main">
        {renaming ? (
          <TextInput
            aria-label={t('flows.name')}
            defaultValue={flow.name}
            maxLength={80}
            autoFocus
            onFocus={(event) => event.currentTarget.select()}
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.currentTarget.blur()
              if (event.key === 'Escape') setRenaming(false)
            }}
            onBlur={(event) => {
              setRenaming(false)
              rename(flow, event.currentTarget.value)
            }}
          />
        ) : (
          <Link to="/flows/$flowId" params={{ flowId: flow.id }} className="flow-row-name">
            {flow.name}
          </Link>
        )}
        <Text size="sm" c="dimmed" className="flow-row-facts">
          {flow.numbers.length > 0 && <span className="figures">{flow.numbers.map(formatPhoneNumber).join(', ')}</span>}
          <span>{t('flows.cards', { count: flow.nodes })}</span>
          <time dateTime={flow.updatedAt} title={wholeMoment(flow.updatedAt, i18n.language)}>
            {t('flows.changed', { when: momentAgo(flow.updatedAt, Date.now(), i18n.language) })}
          </time>
        </Text>
      </div>
      <FlowStanding liveVersion={flow.liveVersion} draftDiffers={flow.draftDiffers} />
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('flows.actionsOf', { name: flow.name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setRenaming(true)}>
            {t('flows.rename')}
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => duplicate(flow)}>
            {t('flows.duplicate')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => remove(flow)}>
            {t('flows.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  )
}
