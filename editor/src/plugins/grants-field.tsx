import { Checkbox, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { outsideHostSchema } from '@patchbay/core'
import type { PluginAsks } from '@patchbay/core/http-contract'
import { useTranslation } from 'react-i18next'
import { isWildcard, NAMED_HOSTS, nameIn, originFrom, type Ticked, tickAll } from './grants.ts'
import { useWords } from './use-plugin.ts'

interface GrantsFieldProps {
  asks: PluginAsks
  ticked: Ticked
  onChange(ticked: Ticked): void
}

const hostOf = (origin: string): string => origin.replace(/^https:\/\//, '')

/** What is no address of the outside is not taken. */
function toOrigin(typed: string): string[] {
  const host = outsideHostSchema.safeParse(typed.replace(/^https:\/\//, ''))
  return host.success ? [`https://${host.data}`] : []
}

/** What a plugin asks for, each in a sentence that can be said no to. */
export function GrantsField({ asks, ticked, onChange }: GrantsFieldProps) {
  const { t } = useTranslation()
  const say = useWords()
  const { hosts, secrets, dataClasses, sideEffects } = asks
  const setHost = (host: string, origins: readonly string[] | undefined) => {
    const { [host]: _before, ...others } = ticked.hosts
    onChange({ ...ticked, hosts: origins === undefined ? others : { ...others, [host]: origins } })
  }
  const without = <Item,>(list: readonly Item[], item: Item, on: boolean): Item[] => [
    ...list.filter((one) => one !== item),
    ...(on ? [item] : []),
  ]
  return (
    <Stack gap="sm" className="plugin-grants">
      {hosts.map((host) => {
        const origins = ticked.hosts[host]
        return (
          <div key={host}>
            <Checkbox
              label={host === NAMED_HOSTS ? t('plugins.may.reachNamed') : t('plugins.may.reach', { host: hostOf(host) })}
              checked={origins !== undefined}
              onChange={(event) => setHost(host, event.currentTarget.checked ? (tickAll(asks).hosts[host] ?? []) : undefined)}
            />
            {isWildcard(host) && origins !== undefined && (
              <TextInput
                className="plugin-own-name"
                label={t('plugins.may.which', { host: hostOf(host) })}
                description={origins[0] === undefined ? t('plugins.may.whichHint') : hostOf(origins[0])}
                value={nameIn(host, origins[0] ?? '')}
                onChange={(event) =>
                  setHost(
                    host,
                    [originFrom(host, event.currentTarget.value)].filter((one) => one !== ''),
                  )
                }
              />
            )}
            {host === NAMED_HOSTS && origins !== undefined && (
              <TagsInput
                className="plugin-own-name"
                label={t('plugins.may.named')}
                description={t('plugins.may.namedHint')}
                value={origins.map(hostOf)}
                onChange={(named) => setHost(host, named.flatMap(toOrigin))}
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
              : t('plugins.may.use', {
                  secret: say(title),
                  hosts: towards.map((host) => (host === NAMED_HOSTS ? t('plugins.may.namedHosts') : hostOf(host))).join(', '),
                })
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
