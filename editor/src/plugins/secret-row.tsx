import { Badge, Button, Group, PasswordInput, Text } from '@mantine/core'
import type { InstalledPlugin, PluginHistory } from '@patchbay/core/http-contract'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { removePluginSecret, setPluginSecret } from '../api/installed-plugins.ts'
import { wholeMoment } from '../words/moment.ts'
import { useAttempt, useWords } from './use-plugin.ts'

interface SecretRowProps {
  plugin: string
  secret: InstalledPlugin['secrets'][number]
  /** Who set it last. */
  set: PluginHistory['entries'][number] | undefined
}

/** One secret: whether it is set, since when and by whom. What it is, is typed in and never shown. */
export function SecretRow({ plugin, secret: { key, title, granted, isSet, optional }, set }: SecretRowProps) {
  const { t, i18n } = useTranslation()
  const say = useWords()
  const attempt = useAttempt()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const name = say(title)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    if (await attempt(() => setPluginSecret(plugin, key, typed), t('plugins.secretSaved', { secret: name }))) setTyped('')
    setBusy(false)
  }
  return (
    <li>
      <Group gap="sm" mb={6}>
        <Text fw={600}>{name}</Text>
        <Badge variant="light" tt="none" color={isSet ? 'teal' : optional ? 'gray' : 'yellow'}>
          {t(isSet ? 'plugins.secretSet' : optional ? 'plugins.secretOptional' : 'plugins.secretNotSet')}
        </Badge>
        {isSet && set !== undefined && (
          <Text size="sm" c="dimmed">
            {t('plugins.secretSetBy', { who: set.actor, when: wholeMoment(set.at, i18n.language) })}
          </Text>
        )}
      </Group>
      {granted ? (
        <form onSubmit={(event) => void save(event)} className="plugin-secret-form">
          <PasswordInput
            aria-label={t('plugins.secretValue', { secret: name })}
            placeholder={t(isSet ? 'plugins.secretReplace' : 'plugins.secretType')}
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': t('plugins.showTyped') }}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            loading={busy}
            disabled={typed === ''}
            aria-label={`${t('plugins.secretSave')}: ${name}`}
          >
            {t('plugins.secretSave')}
          </Button>
          {isSet && (
            <Button
              variant="subtle"
              color="gray"
              aria-label={t('plugins.secretRemoveNamed', { secret: name })}
              onClick={() => void attempt(() => removePluginSecret(plugin, key), t('plugins.secretRemoved', { secret: name }))}
            >
              {t('plugins.secretRemove')}
            </Button>
          )}
        </form>
      ) : (
        <Text size="sm" c="dimmed">
          {t('plugins.secretNotAllowed')}
        </Text>
      )}
    </li>
  )
}
