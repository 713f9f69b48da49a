import { Checkbox, Stack, Text, TextInput } from '@mantine/core'
import type { PluginAsks } from '@patchbay/core/http-contract'
import { useTranslation } from 'react-i18next'
import { isWildcard, nameIn, originFrom, type Ticked } from './grants.ts'
import { useWords } from './use-plugin.ts'

interface GrantsFieldProps {
  asks: PluginAsks
  ticked: Ticked
  onChange(ticked: Ticked): void
}

const hostOf = (origin: string): string => origin.replace(/^https:\/\//, '')

/** What a plugin asks for, each in a sentence that can be said no to. */
export function GrantsField({ asks, ticked, onChange }: GrantsFieldProps) {
  const { t } = useTranslation()
  const say = useWords()
  const { hosts, secrets, dataClasses, sideEffects } = asks
  const setHost = (host: string, origin: string | undefined) => {
    const { [host]: _before, ...others } = ticked.hosts
    onChange({ ...ticked, hosts: origin === undefined ? others : { ...others, [host]: origin } })
  }
  const without = <Item,>(list: readonly Item[], item: Item, on: boolean): Item[] => [
    ...list.filter((one) => one !== item),
    ...(on ? [item] : []),
  ]
  return (
    <Stack gap="sm" className="plugin-grants">
      {hosts.map((host) => {
        const origin = ticked.hosts[host]
        return (
          <div key={host}>
            <Checkbox
              label={t('plugins.may.reach', { host: hostOf(host) })}
              checked={origin !== undefined}
              onChange={(event) => setHost(host, event.currentTarget.checked ? (isWildcard(host) ? '' : host) : undefined)}
            />
            {isWildcard(host) && origin !== undefined && (
              <TextInput
                className="plugin-own-name"
                label={t('plugins.may.which', { host: hostOf(host) })}
                description={origin === '' ? t('plugins.may.whichHint') : hostOf(origin)}
                value={nameIn(host, origin)}
                onChange={(event) => setHost(host, originFrom(host, event.currentTarget.value))}
              />
            )}
          </div>
        )
      })}
      {secrets.map(({ key, title, hosts: towards }) => (
        <Checkbox
          key={key}
          label={
            towards.length === 0
              ? t('plugins.may.sign', { secret: say(title) })
              : t('plugins.may.use', { secret: say(title), hosts: towards.map(hostOf).join(', ') })
          }
          checked={ticked.secrets.includes(key)}
          onChange={(event) => onChange({ ...ticked, secrets: without(ticked.secrets, key, event.currentTarget.checked) })}
        />
      ))}
      {dataClasses.map((one) => (
        <Checkbox
          key={one}
          label={t('plugins.may.know', { what: t(`plugins.data.${one}`) })}
          checked={ticked.dataClasses.includes(one)}
          onChange={(event) =>
            onChange({ ...ticked, dataClasses: without(ticked.dataClasses, one, event.currentTarget.checked) })
          }
        />
      ))}
      {hosts.length + secrets.length + dataClasses.length === 0 && <Text>{t('plugins.may.nothing')}</Text>}
      {sideEffects.includes('write') && <Text size="sm">{t('plugins.may.write')}</Text>}
      {sideEffects.includes('money') && (
        <Text size="sm" fw={600}>
          {t('plugins.may.money')}
        </Text>
      )}
    </Stack>
  )
}
