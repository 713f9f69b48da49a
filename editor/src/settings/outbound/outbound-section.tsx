import { Skeleton, Text, Title } from '@mantine/core'
import { type OutboundPolicy, outboundPolicySchema } from '@patchbay/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/api-error.ts'
import { getOutboundPolicy, saveOutboundPolicy } from '../../api/outbound.ts'
import { LoadProblem } from '../../app/load-problem.tsx'
import { SettingsForm } from '../settings-form.tsx'
import { CountriesAllowed } from './countries-allowed.tsx'
import { HowOften } from './how-often.tsx'
import { RefusedList } from './refused-list.tsx'
import { SpendPerDay } from './spend-per-day.tsx'
import './outbound.css'

const KEY = ['outbound-policy']

/** Whom flows may call and write to, how often, and what that kept from being done. */
export function OutboundSection() {
  const { t } = useTranslation()
  const { data, error, failureReason, refetch } = useQuery({ queryKey: KEY, queryFn: getOutboundPolicy })
  const problem = error ?? failureReason
  return (
    <section>
      <Title order={2}>{t('settings.outbound.title')}</Title>
      <Text c="dimmed" mb="md">
        {t('settings.outbound.text')}
      </Text>
      {data === undefined && problem === null && <Skeleton height={360} aria-label={t('settings.bindings.loading')} />}
      {data === undefined && problem !== null && <LoadProblem error={ApiError.from(problem)} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <>
          <Fence stored={data} />
          <RefusedList />
        </>
      )}
    </section>
  )
}

/** What each part of the fence is given. */
export interface FencePartProps {
  policy: OutboundPolicy
  change: (part: Partial<OutboundPolicy>) => void
}

function Fence({ stored }: { stored: OutboundPolicy }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [edited, setEdited] = useState<OutboundPolicy>()
  const policy = edited ?? stored
  const part: FencePartProps = { policy, change: (changed) => setEdited({ ...policy, ...changed }) }
  return (
    <SettingsForm
      changed={JSON.stringify(policy) !== JSON.stringify(stored)}
      wrong={outboundPolicySchema.safeParse(policy).success ? undefined : t('settings.bindings.wrong')}
      save={async () => {
        queryClient.setQueryData(KEY, await saveOutboundPolicy(policy))
        setEdited(undefined)
      }}
      reset={() => setEdited(undefined)}
    >
      <CountriesAllowed {...part} />
      <HowOften {...part} />
      <SpendPerDay {...part} />
    </SettingsForm>
  )
}
