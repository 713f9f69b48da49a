import { NumberInput, Progress, Skeleton, Text, Title } from '@mantine/core'
import { CALLS_AT_ONCE_MOST, type CallsAtOnce } from '@patchbay/core'
import type { CallsAtOnceState } from '@patchbay/core/http-contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/api-error.ts'
import { getCallsAtOnce, saveCallsAtOnce } from '../../api/calls-at-once.ts'
import { LoadProblem } from '../../app/load-problem.tsx'
import { momentAgo } from '../../words/moment.ts'
import { SettingsForm } from '../settings-form.tsx'
import { BusyMessage } from './busy-message.tsx'
import { OverflowChoice } from './overflow-choice.tsx'

const KEY = ['calls-at-once']
/** Callers come and go. */
const REFRESH_MS = 5_000

/** How many callers are served at once, and what becomes of the next one. */
export function CallsAtOnceSection() {
  const { t } = useTranslation()
  const { data, error, failureReason, refetch } = useQuery({
    queryKey: KEY,
    queryFn: getCallsAtOnce,
    refetchInterval: REFRESH_MS,
  })
  const problem = error ?? failureReason
  return (
    <section>
      <Title order={2}>{t('settings.capacity.title')}</Title>
      <Text c="dimmed" mb="md">
        {t('settings.capacity.text')}
      </Text>
      {data === undefined && problem === null && <Skeleton height={320} aria-label={t('settings.bindings.loading')} />}
      {data === undefined && problem !== null && <LoadProblem error={ApiError.from(problem)} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <>
          <Standing state={data} />
          <Limits stored={data.settings} />
        </>
      )}
    </section>
  )
}

/** How full it is now, and whom that kept out. */
function Standing({ state: { settings, now, turnedAway } }: { state: CallsAtOnceState }) {
  const { t, i18n } = useTranslation()
  const full = now >= settings.limit
  return (
    <div className="settings-standing">
      <Text fw={600} className="figures">
        {t('settings.capacity.now', { count: now, limit: settings.limit })}
      </Text>
      <Progress
        value={Math.min(100, (100 * now) / settings.limit)}
        color={full ? 'red' : 'teal'}
        aria-label={t('settings.capacity.title')}
        my={8}
      />
      <Text c="dimmed">
        {turnedAway.latest === null
          ? t('settings.capacity.nobody')
          : t('settings.capacity.turnedAway', {
              count: turnedAway.lastWeek,
              day: turnedAway.lastDay,
              when: momentAgo(turnedAway.latest, Date.now(), i18n.language),
            })}
      </Text>
    </div>
  )
}

function Limits({ stored }: { stored: CallsAtOnce }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [edited, setEdited] = useState<CallsAtOnce>()
  const settings = edited ?? stored
  const change = (part: Partial<CallsAtOnce>) => setEdited({ ...settings, ...part })
  const { limit, overflow } = settings
  const noLimit = !Number.isInteger(limit) || limit < 1 || limit > CALLS_AT_ONCE_MOST
  const noFlow = overflow.kind === 'flow' && overflow.flowId === ''
  const noNumber = overflow.kind === 'phone' && !/^[1-9]\d{6,14}$/.test(overflow.number)

  return (
    <SettingsForm
      changed={JSON.stringify(settings) !== JSON.stringify(stored)}
      wrong={noLimit || noFlow || noNumber ? t('settings.bindings.wrong') : undefined}
      save={async () => {
        queryClient.setQueryData(KEY, await saveCallsAtOnce(settings))
        setEdited(undefined)
      }}
      reset={() => setEdited(undefined)}
    >
      <NumberInput
        label={t('settings.capacity.limit')}
        description={t('settings.capacity.limitText', { most: CALLS_AT_ONCE_MOST })}
        maw={320}
        min={1}
        max={CALLS_AT_ONCE_MOST}
        allowDecimal={false}
        value={noLimit ? '' : limit}
        error={noLimit ? t('settings.bindings.fieldWrong') : undefined}
        onChange={(next) => change({ limit: typeof next === 'number' ? next : 0 })}
      />
      <OverflowChoice overflow={overflow} onChange={(next) => change({ overflow: next })} />
      <BusyMessage message={settings.message} onChange={(message) => change({ message })} />
    </SettingsForm>
  )
}
