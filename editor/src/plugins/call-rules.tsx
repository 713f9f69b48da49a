import { ActionIcon, Alert, Button, Group, Switch, Text } from '@mantine/core'
import { CALL_RULES_MOST, type ObjectSchema } from '@patchbay/core'
import type { CallRule, SaveCallRule } from '@patchbay/core/http-contract'
import { IconEdit, IconPhoneOutgoing, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listBindings } from '../api/bindings.ts'
import { addCallRule, deleteCallRule, listCallRules, saveCallRule } from '../api/call-rules.ts'
import { withUndo } from '../app/with-undo.tsx'
import { formatPhoneNumber } from '../words/phone-number.ts'
import { CallRuleForm } from './call-rule-form.tsx'
import { useFieldTitles } from './field-titles.ts'
import { useAttempt } from './use-plugin.ts'

interface CallRulesProps {
  plugin: string
  trigger: string
  output: ObjectSchema | undefined
}

/** Who is called when a trigger tells of something. */
export function CallRules({ plugin, trigger, output }: CallRulesProps) {
  const { t } = useTranslation()
  const cache = useQueryClient()
  const attempt = useAttempt()
  const { data } = useQuery({ queryKey: ['plugins', plugin, 'call-rules'], queryFn: () => listCallRules(plugin) })
  const [edited, setEdited] = useState<string | null>(null)
  const rules = data?.rules.filter((rule) => rule.trigger === trigger) ?? []
  if (output === undefined || data === undefined) return null

  const save = async (body: SaveCallRule, before?: CallRule) => {
    await (before === undefined ? addCallRule(plugin, body) : saveCallRule(plugin, before, body))
    setEdited(null)
    await cache.invalidateQueries({ queryKey: ['plugins', plugin] })
  }
  const remove = async (rule: CallRule) => {
    if (!(await attempt(() => deleteCallRule(plugin, rule.id)))) return
    withUndo(t('plugins.rules.removed'), t('undo'), () => attempt(() => addCallRule(plugin, toBody(rule))))
  }
  return (
    <div className="call-rules">
      <Text size="sm" fw={600}>
        {t('plugins.rules.title')}
      </Text>
      {rules.length === 0 && edited === null && (
        <Text size="sm" c="dimmed">
          {t('plugins.rules.none')}
        </Text>
      )}
      {rules.map((rule) =>
        edited === rule.id ? (
          <CallRuleForm
            key={rule.id}
            trigger={trigger}
            output={output}
            before={rule}
            save={(body) => save(body, rule)}
            cancel={() => setEdited(null)}
          />
        ) : (
          <Row
            key={rule.id}
            rule={rule}
            output={output}
            onSwitch={(enabled) => void attempt(() => saveCallRule(plugin, rule, { ...toBody(rule), enabled }))}
            onEdit={() => setEdited(rule.id)}
            onRemove={() => void remove(rule)}
          />
        ),
      )}
      {edited === '' && (
        <CallRuleForm trigger={trigger} output={output} save={(body) => save(body)} cancel={() => setEdited(null)} />
      )}
      {edited === null && rules.length < CALL_RULES_MOST && (
        <Group>
          <Button variant="default" size="sm" leftSection={<IconPhoneOutgoing size={15} />} onClick={() => setEdited('')}>
            {t('plugins.rules.add')}
          </Button>
        </Group>
      )}
      {rules.length >= CALL_RULES_MOST && (
        <Text size="sm" c="dimmed">
          {t('plugins.rules.most', { count: CALL_RULES_MOST })}
        </Text>
      )}
    </div>
  )
}

const toBody = ({ id, flow, problems, revision, updatedAt, updatedBy, ...body }: CallRule): SaveCallRule => body

interface RowProps {
  rule: CallRule
  output: ObjectSchema
  onSwitch(enabled: boolean): void
  onEdit(): void
  onRemove(): void
}

function Row({ rule, output, onSwitch, onEdit, onRemove }: RowProps) {
  const { t } = useTranslation()
  const titleOf = useFieldTitles(output)
  const bindings = useQuery({ queryKey: ['bindings'], queryFn: listBindings })
  const { number, flow, callerId, calendar, mostPerHour, attempts, values, problems, enabled } = rule
  const named = bindings.data?.bindings.find(({ kind, name }) => kind === 'calendar' && name === calendar)?.label ?? calendar
  const what = { field: titleOf(number), flow: flow.name }
  return (
    <div className="list-item call-rule">
      <div className="call-rule-head">
        <Text size="sm" className="call-rule-what">
          {t('plugins.rules.calls', what)}
        </Text>
        <Group gap={4} wrap="nowrap">
          <Switch
            size="sm"
            checked={enabled}
            aria-label={t('plugins.rules.onOf', what)}
            onChange={(event) => onSwitch(event.currentTarget.checked)}
          />
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('plugins.rules.changeOf', what)} onClick={onEdit}>
            <IconEdit size={16} />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('plugins.rules.removeOf', what)} onClick={onRemove}>
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      </div>
      <Text size="sm" c="dimmed" component="div" className="flow-row-facts">
        {!enabled && <span>{t('plugins.rules.off')}</span>}
        <span className="figures">{t('callbacks.by', { number: formatPhoneNumber(callerId) })}</span>
        <span>{calendar === null ? t('plugins.rules.always') : t('plugins.rules.inHours', { calendar: named })}</span>
        <span>{t('plugins.rules.attemptsUpTo', { count: attempts })}</span>
        <span>{t('plugins.rules.perHour', { count: mostPerHour })}</span>
        {values.length > 0 && (
          <span>
            {t('plugins.rules.hands', {
              values: values.map(({ field, variable }) => `${titleOf(field)} → ${variable}`).join(', '),
            })}
          </span>
        )}
      </Text>
      {problems.map((problem) => (
        <Alert key={problem} color="yellow" variant="light" mt={6} p="xs">
          {t(`plugins.rules.problem.${problem}`)}
        </Alert>
      ))}
    </div>
  )
}
