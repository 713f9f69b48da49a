import { Alert, Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core'
import { numberFieldsOf, type ObjectSchema } from '@patchbay/core'
import type { CallRule, SaveCallRule } from '@patchbay/core/http-contract'
import { useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { listBindings } from '../api/bindings.ts'
import { listFlows, listNumbers } from '../api/flows.ts'
import { formatPhoneNumber } from '../words/phone-number.ts'
import { CallRuleValues } from './call-rule-values.tsx'
import { useFieldTitles } from './field-titles.ts'

interface CallRuleFormProps {
  trigger: string
  output: ObjectSchema
  before?: CallRule
  /** @throws {ApiError} */
  save(body: SaveCallRule): Promise<void>
  cancel(): void
}

interface Choice {
  value: string
  label: string
}

/** What is chosen already and not offered any more is still shown, so that one sees what was meant. */
const withChosen = (offered: readonly Choice[], chosen: string, label = chosen): Choice[] =>
  chosen === '' || offered.some(({ value }) => value === chosen) ? [...offered] : [...offered, { value: chosen, label }]

/** Who is called when something comes, with what, when and how often. */
export function CallRuleForm({ trigger, output, before, save, cancel }: CallRuleFormProps) {
  const { t } = useTranslation()
  const titleOf = useFieldTitles(output)
  const flows = useQuery({ queryKey: ['flows'], queryFn: listFlows })
  const numbers = useQuery({ queryKey: ['numbers'], queryFn: listNumbers })
  const bindings = useQuery({ queryKey: ['bindings'], queryFn: listBindings })
  const fields = numberFieldsOf(output)
  const [rule, setRule] = useState<Omit<SaveCallRule, 'trigger' | 'enabled'>>({
    number: before?.number ?? fields[0] ?? '',
    flowId: before?.flowId ?? ('' as SaveCallRule['flowId']),
    callerId: before?.callerId ?? '',
    attempts: before?.attempts ?? 1,
    minutesBetween: before?.minutesBetween ?? 10,
    calendar: before?.calendar ?? null,
    mostPerHour: before?.mostPerHour ?? 20,
    values: before?.values ?? [],
  })
  const [state, setState] = useState<{ busy: boolean; problem?: string }>({ busy: false })
  const set = (part: Partial<typeof rule>) => setRule((now) => ({ ...now, ...part }))

  const own = (numbers.data?.numbers ?? []).map(({ number }) => number)
  // who has one number need not choose it
  const callerId = rule.callerId === '' && own.length === 1 ? (own[0] ?? '') : rule.callerId
  const live = (flows.data?.flows ?? []).filter(({ liveVersion }) => liveVersion !== null)
  const chosen = live.find(({ id }) => id === rule.flowId)
  const calendars = (bindings.data?.bindings ?? []).filter(({ kind }) => kind === 'calendar')

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const isWhole = rule.number !== '' && rule.flowId !== '' && callerId !== ''
    const isPaired = rule.values.every(({ field, variable }) => field !== '' && variable !== '')
    if (!isWhole || !isPaired) return setState({ busy: false, problem: t('plugins.rules.needed') })
    setState({ busy: true })
    try {
      await save({ trigger, enabled: before?.enabled ?? true, ...rule, callerId })
    } catch (thrown) {
      const error = ApiError.from(thrown)
      const problem = error.away
        ? t('problem.away')
        : error.code === 'CALL_RULE_CHANGED_MEANWHILE'
          ? t('plugins.rules.changedMeanwhile')
          : error.code === 'CALL_RULE_NOT_VALID'
            ? t('plugins.rules.notValid')
            : (error.problem.detail ?? t('plugins.refused'))
      setState({ busy: false, problem })
    }
  }

  if (fields.length === 0)
    return (
      <Alert color="yellow" variant="light">
        <Text size="sm">{t('plugins.rules.noField')}</Text>
        <Button mt="xs" size="xs" variant="default" onClick={cancel}>
          {t('close')}
        </Button>
      </Alert>
    )
  return (
    <form className="list-item call-rule-form" onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="sm">
        <div className="call-rule-grid">
          <Select
            label={t('plugins.rules.number')}
            description={t('plugins.rules.numberText')}
            allowDeselect={false}
            value={rule.number === '' ? null : rule.number}
            data={withChosen(
              fields.map((value) => ({ value, label: titleOf(value) })),
              rule.number,
            )}
            onChange={(number) => set({ number: number ?? '' })}
          />
          <Select
            label={t('plugins.rules.flow')}
            description={t('plugins.rules.flowText')}
            placeholder={t('form.flowPlaceholder')}
            nothingFoundMessage={t('settings.emergency.flowNone')}
            searchable
            allowDeselect={false}
            value={rule.flowId === '' ? null : rule.flowId}
            error={flows.isSuccess && rule.flowId !== '' && chosen === undefined && t('plugins.rules.problem.flowNotLive')}
            data={withChosen(
              live.map(({ id, name }) => ({ value: id, label: name })),
              rule.flowId,
              before?.flow.name,
            )}
            onChange={(flowId) => set({ flowId: (flowId ?? '') as SaveCallRule['flowId'] })}
          />
          <Select
            label={t('plugins.rules.callerId')}
            description={t('plugins.rules.callerIdText')}
            className="figures"
            placeholder={t('form.ownNumber')}
            nothingFoundMessage={t('form.ownNumberNone')}
            allowDeselect={false}
            value={callerId === '' ? null : callerId}
            data={withChosen(
              own.map((value) => ({ value, label: formatPhoneNumber(value) })),
              callerId,
              formatPhoneNumber(callerId),
            )}
            onChange={(next) => set({ callerId: next ?? '' })}
          />
          <Select
            label={t('plugins.rules.calendar')}
            description={t('plugins.rules.calendarText')}
            placeholder={t('plugins.rules.anyTime')}
            clearable
            value={rule.calendar}
            data={withChosen(
              calendars.map(({ name, label }) => ({ value: name, label })),
              rule.calendar ?? '',
            )}
            onChange={(calendar) => set({ calendar })}
          />
        </div>
        <div className="call-rule-numbers">
          <Whole label={t('plugins.rules.attempts')} most={5} value={rule.attempts} onChange={(attempts) => set({ attempts })} />
          <Whole
            label={t('plugins.rules.minutesBetween')}
            most={1440}
            value={rule.minutesBetween}
            onChange={(minutesBetween) => set({ minutesBetween })}
          />
          <Whole
            label={t('plugins.rules.mostPerHour')}
            most={1000}
            value={rule.mostPerHour}
            onChange={(mostPerHour) => set({ mostPerHour })}
          />
        </div>
        <Text size="xs" c="dimmed">
          {t('plugins.rules.mostText')}
        </Text>
        {chosen?.liveVersion != null && (
          <CallRuleValues
            output={output}
            flow={{ id: chosen.id, version: chosen.liveVersion }}
            values={rule.values}
            onChange={(values) => set({ values })}
          />
        )}
        {state.problem !== undefined && (
          <Alert color="red" variant="light" role="alert">
            {state.problem}
          </Alert>
        )}
        <Group gap="sm">
          <Button type="submit" loading={state.busy}>
            {t('settings.bindings.save')}
          </Button>
          <Button variant="default" disabled={state.busy} onClick={cancel}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface WholeProps {
  label: string
  most: number
  value: number
  onChange(value: number): void
}

function Whole({ label, most, value, onChange }: WholeProps) {
  return (
    <NumberInput
      label={label}
      min={1}
      max={most}
      allowDecimal={false}
      clampBehavior="blur"
      value={value}
      onChange={(next) => typeof next === 'number' && onChange(Math.min(Math.max(1, next), most))}
    />
  )
}
