import { Alert, Radio, Select, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core'
import type { Emergency } from '@patchbay/core/http-contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/api-error.ts'
import { getEmergency, setEmergency } from '../../api/emergency.ts'
import { listFlows } from '../../api/flows.ts'
import { LoadProblem } from '../../app/load-problem.tsx'
import { wholeMoment } from '../../words/moment.ts'
import './emergency.css'

const STATES = ['off', 'drill', 'on'] as const
/** Others may move it too. */
const REFRESH_MS = 10_000

/** The switch above all routing. It moves at once, since moving it back undoes it. */
export function EmergencySection() {
  const { t } = useTranslation()
  const { data, error, failureReason, refetch } = useQuery({
    queryKey: ['emergency'],
    queryFn: getEmergency,
    refetchInterval: REFRESH_MS,
  })
  const problem = error ?? failureReason
  return (
    <section>
      <Title order={2}>{t('settings.emergency.title')}</Title>
      <Text c="dimmed" mb="md">
        {t('settings.emergency.text')}
      </Text>
      {data === undefined && problem === null && <Skeleton height={240} aria-label={t('settings.bindings.loading')} />}
      {data === undefined && problem !== null && <LoadProblem error={ApiError.from(problem)} onRetry={() => void refetch()} />}
      {data !== undefined && <Switch emergency={data} />}
    </section>
  )
}

function Switch({ emergency }: { emergency: Emergency }) {
  const { t, i18n } = useTranslation()
  const queryClient = useQueryClient()
  const flows = useQuery({ queryKey: ['flows'], queryFn: listFlows })
  const [chosen, setChosen] = useState<string | null>(emergency.flowId)
  const [note, setNote] = useState('')
  const [state, setState] = useState<{ busy: boolean; problem?: string }>({ busy: false })
  const published = (flows.data?.flows ?? []).filter(({ liveVersion }) => liveVersion !== null)
  const named = new Map(flows.data?.flows.map(({ id, name }) => [String(id), name]))
  const known = published.some(({ id }) => id === chosen)

  const move = async (to: Emergency['state'], flowId: string | null) => {
    setState({ busy: true })
    try {
      const flow = flowId === null ? {} : { flowId: flowId as NonNullable<Emergency['flowId']> }
      queryClient.setQueryData(['emergency'], await setEmergency({ state: to, note: note.trim(), ...flow }))
      setNote('')
      setState({ busy: false })
    } catch (thrown) {
      const error = ApiError.from(thrown)
      setState({
        busy: false,
        problem: error.away
          ? t('problem.away')
          : error.code === 'EMERGENCY_FLOW_NOT_VALID'
            ? t('settings.emergency.flowMissing')
            : (error.problem.detail ?? t('settings.emergency.failed')),
      })
    }
  }

  return (
    <Stack gap="lg">
      <Radio.Group
        aria-label={t('settings.emergency.title')}
        value={emergency.state}
        onChange={(next) => void move(next as Emergency['state'], chosen)}
      >
        <div className="emergency" aria-busy={state.busy}>
          {STATES.map((name) => (
            <Radio.Card
              key={name}
              value={name}
              className="emergency-state"
              data-state={name}
              disabled={state.busy || (name !== 'off' && chosen === null)}
            >
              <Radio.Indicator size="md" />
              <div>
                <Text fw={650} fz={16}>
                  {t(`settings.emergency.states.${name}`)}
                </Text>
                <Text size="sm" c="dimmed">
                  {t(`settings.emergency.meaning.${name}`)}
                </Text>
              </div>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      <div role="status">
        {state.problem !== undefined && (
          <Alert color="red" variant="light">
            {state.problem}
          </Alert>
        )}
        {chosen === null && state.problem === undefined && <Text c="dimmed">{t('settings.emergency.chooseFirst')}</Text>}
      </div>
      <Select
        label={t('settings.emergency.flow')}
        description={t('settings.emergency.flowText')}
        placeholder={t('form.flowPlaceholder')}
        nothingFoundMessage={t('settings.emergency.flowNone')}
        searchable
        allowDeselect={false}
        maw={420}
        value={chosen}
        disabled={state.busy}
        data={[
          ...published.map(({ id, name }) => ({ value: String(id), label: name })),
          ...(chosen === null || known ? [] : [{ value: chosen, label: named.get(chosen) ?? chosen }]),
        ]}
        onChange={(flowId) => {
          setChosen(flowId)
          // callers are being led already: they are led there from now on
          if (emergency.state !== 'off') void move(emergency.state, flowId)
        }}
      />
      <TextInput
        label={t('settings.emergency.note')}
        description={t('settings.emergency.noteText')}
        maxLength={500}
        maw={420}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <section>
        <Title order={3} mb="xs">
          {t('settings.emergency.history')}
        </Title>
        {emergency.changes.length === 0 ? (
          <Text c="dimmed">{t('settings.emergency.never')}</Text>
        ) : (
          <ol className="emergency-history">
            {emergency.changes.map((change) => (
              <li key={`${change.at} ${change.state} ${change.note}`}>
                <Text component="span" className="figures" c="dimmed">
                  {wholeMoment(change.at, i18n.language)}
                </Text>
                <Text component="span" fw={600}>
                  {t(`settings.emergency.states.${change.state}`)}
                </Text>
                <Text component="span">
                  {[change.flowId === null ? '' : (named.get(change.flowId) ?? change.flowId), change.note]
                    .filter((part) => part !== '')
                    .join(' · ')}
                </Text>
                <Text component="span" c="dimmed">
                  {change.by === 'owner' ? t('settings.emergency.you') : change.by}
                </Text>
              </li>
            ))}
          </ol>
        )}
      </section>
    </Stack>
  )
}
