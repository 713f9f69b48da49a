import { ActionIcon, Menu, Select, Text } from '@mantine/core'
import type { FlowSummary, OwnedNumber } from '@patchbay/core/http-contract'
import { IconDots, IconPlug, IconPlugOff, IconTrash } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { linkNumber, releaseNumber, saveNumber, unlinkNumber } from '../../api/account.ts'
import { withUndo } from '../../app/with-undo.tsx'
import { formatPhoneNumber } from '../../words/phone-number.ts'
import { Confirm } from './confirm.tsx'
import { countryName } from './countries.ts'
import { leadTo, ruleForEveryone } from './lead-to.ts'
import type { LineActions } from './use-line-actions.ts'

interface NumberRowProps {
  owned: OwnedNumber
  flows: readonly FlowSummary[]
  actions: LineActions
}

/** One number: what it is, where its callers are led, and what can be done with it. */
export function NumberRow({ owned, flows, actions }: NumberRowProps) {
  const { t, i18n } = useTranslation()
  const [asking, setAsking] = useState<'take' | 'release'>()
  const { number, country, features, linked, forwards, label, rules } = owned
  const written = formatPhoneNumber(number)
  const name = label === null || label === `+${number}` ? null : label
  const flowId = ruleForEveryone(rules)?.target.flowId ?? null
  const choices = flows
    .filter(({ id, liveVersion }) => liveVersion !== null || id === flowId)
    .map(({ id, name: text }) => ({ value: id as string, label: text }))
  const { busy, act } = actions

  const lead = async (to: string | null) => {
    const done = await act(`lead ${number}`, () => saveNumber(number, label ?? written, leadTo(rules, to)))
    if (!done) return
    const flow = flows.find(({ id }) => id === to)?.name
    withUndo(
      flow === undefined
        ? t('settings.line.leadsNowhere', { number: written })
        : t('settings.line.leadsTo', { number: written, flow }),
      t('undo'),
      () => act(`lead ${number}`, () => saveNumber(number, label ?? written, rules)),
    )
  }
  const unlink = async () => {
    if (!(await act(`unlink ${number}`, () => unlinkNumber(number)))) return
    withUndo(t('settings.line.unlinked', { number: written }), t('undo'), () => act(`link ${number}`, () => linkNumber(number)))
  }
  const link = () => act(`link ${number}`, () => linkNumber(number))

  return (
    <li className="number-row">
      <div>
        <Text fw={600} className="figures">
          {written}
        </Text>
        <Text size="sm" c="dimmed" className="number-facts" component="div">
          {name !== null && <span>{name}</span>}
          <span>{countryName(country, i18n.language)}</span>
          <span>{features.map((feature) => featureWord(feature, t)).join(', ')}</span>
          {forwards === null ? (
            <span>{t(`settings.line.linked.${linked}`)}</span>
          ) : (
            <span>
              {t('settings.line.forwards', { to: forwards.kind === 'tel' ? formatPhoneNumber(forwards.value) : forwards.value })}
            </span>
          )}
        </Text>
      </div>
      <Select
        className="number-flow"
        aria-label={t('settings.line.flowOf', { number: written })}
        placeholder={t('settings.line.noFlow')}
        data={choices}
        value={flowId}
        clearable
        clearButtonProps={{ 'aria-label': t('settings.line.noFlow') }}
        disabled={busy !== undefined}
        allowDeselect={false}
        onChange={(to) => void lead(to)}
      />
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('flows.actionsOf', { name: written })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {linked === 'here' && forwards === null ? (
            <Menu.Item leftSection={<IconPlugOff size={16} />} onClick={() => void unlink()}>
              {t('settings.line.unlink')}
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconPlug size={16} />}
              // taking a number from where it is now cannot be undone from here
              onClick={() => (linked === 'nowhere' && forwards === null ? void link() : setAsking('take'))}
            >
              {t('settings.line.link')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => setAsking('release')}>
            {t('settings.line.release')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === 'take' && (
        <Confirm
          title={t('settings.line.takeTitle', { number: written })}
          text={t('settings.line.takeText')}
          action={t('settings.line.link')}
          onConfirm={link}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking === 'release' && (
        <Confirm
          danger
          title={t('settings.line.releaseTitle', { number: written })}
          text={t('settings.line.releaseText')}
          action={t('settings.line.release')}
          check={rules.length > 0 ? t('settings.line.releaseCheck') : undefined}
          onConfirm={() => act(`release ${number}`, () => releaseNumber(number, rules.length > 0))}
          onClose={() => setAsking(undefined)}
        />
      )}
    </li>
  )
}

/** What a number can do, in the reader's words; a feature that is not known keeps Vonage's name. */
function featureWord(feature: string, t: TFunction): string {
  return feature === 'VOICE' ? t('settings.line.calls') : feature
}
