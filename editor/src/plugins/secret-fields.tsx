import { PasswordInput, Stack, Text, Title } from '@mantine/core'
import type { PluginAsks } from '@patchbay/core/http-contract'
import { useTranslation } from 'react-i18next'
import { useWords } from './use-plugin.ts'

interface SecretFieldsProps {
  secrets: PluginAsks['secrets']
  /** By key; empty or absent: not typed. */
  value: Readonly<Record<string, string>>
  onChange(value: Record<string, string>): void
}

/** The secrets of a version that is about to be put in. They may stay empty, and be set later. */
export function SecretFields({ secrets, value, onChange }: SecretFieldsProps) {
  const { t } = useTranslation()
  const say = useWords()
  return (
    <section aria-labelledby="version-secrets">
      <Title order={3} id="version-secrets" mb={4}>
        {t('plugins.secrets')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('plugins.secretsText')}
      </Text>
      <Stack gap="sm">
        {secrets.map(({ key, title, optional }) => (
          <PasswordInput
            key={key}
            label={say(title)}
            description={optional ? t('plugins.secretSomeUses') : undefined}
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': t('plugins.showTyped') }}
            value={value[key] ?? ''}
            onChange={(event) => onChange({ ...value, [key]: event.currentTarget.value })}
          />
        ))}
      </Stack>
    </section>
  )
}

/** Those that were typed. */
export const typedSecrets = (secrets: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''))
