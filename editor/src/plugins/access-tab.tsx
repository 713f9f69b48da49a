import { Button, Group, Stack, Text } from '@mantine/core'
import type { InstalledPlugin } from '@patchbay/core/http-contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saveGrants } from '../api/installed-plugins.ts'
import { wholeMoment } from '../words/moment.ts'
import { isIncomplete, tickedNow, toGrants } from './grants.ts'
import { GrantsField } from './grants-field.tsx'
import { useAttempt } from './use-plugin.ts'

/** What a plugin may, who said so, and a way to take it away again. */
export function AccessTab({ plugin }: { plugin: InstalledPlugin }) {
  const { t, i18n } = useTranslation()
  const attempt = useAttempt()
  const before = tickedNow(plugin.asks, plugin.grants)
  const [ticked, setTicked] = useState(before)
  const [busy, setBusy] = useState(false)
  const changed = JSON.stringify(toGrants(ticked)) !== JSON.stringify(toGrants(before))
  const approval = plugin.approvals[0]
  const save = async () => {
    setBusy(true)
    await attempt(() => saveGrants(plugin.name, toGrants(ticked)), t('plugins.accessSaved'))
    setBusy(false)
  }
  return (
    <Stack gap="md" maw={640}>
      <Text c="dimmed">{t('plugins.accessText')}</Text>
      <GrantsField asks={plugin.asks} ticked={ticked} onChange={setTicked} />
      {approval !== undefined && (
        <Text size="sm" c="dimmed">
          {t('plugins.approvedBy', {
            who: approval.actor,
            when: wholeMoment(approval.at, i18n.language),
            version: approval.version,
          })}
        </Text>
      )}
      <Group>
        <Button disabled={!changed || isIncomplete(ticked)} loading={busy} onClick={() => void save()}>
          {t('plugins.saveAccess')}
        </Button>
      </Group>
    </Stack>
  )
}
