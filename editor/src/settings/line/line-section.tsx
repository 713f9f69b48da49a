import { Button, Skeleton, Text, Title } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { checkAccount, listOwnedNumbers } from '../../api/account.ts'
import { ApiError } from '../../api/api-error.ts'
import { listFlows } from '../../api/flows.ts'
import { LoadProblem } from '../../app/load-problem.tsx'
import { FindingList } from './finding-list.tsx'
import { GetNumber } from './get-number.tsx'
import { NumberRow } from './number-row.tsx'
import { useLineActions } from './use-line-actions.ts'

/** Where calls come from: how the account stands, its numbers and where they lead, and new ones. */
export function LineSection() {
  const { t } = useTranslation()
  const check = useQuery({ queryKey: ['account-check'], queryFn: checkAccount, refetchOnWindowFocus: false })
  const numbers = useQuery({ queryKey: ['account-numbers'], queryFn: listOwnedNumbers, refetchOnWindowFocus: false })
  const flows = useQuery({ queryKey: ['flows'], queryFn: listFlows })
  const actions = useLineActions()
  const faults = check.data?.findings.filter(({ severity }) => severity === 'error').length ?? 0
  const builtIn = check.data?.line === 'builtIn'
  const problem = check.error ?? check.failureReason
  const numbersProblem = numbers.error ?? numbers.failureReason

  return (
    <>
      <section className="settings-block" aria-labelledby="line-state">
        <div className="settings-head">
          <div>
            <Title order={2} id="line-state">
              {t('settings.line.title')}
            </Title>
            <Text c="dimmed" role="status">
              {check.data === undefined
                ? t('settings.line.looking')
                : faults > 0
                  ? t('settings.line.inTheWay', { count: faults })
                  : t(builtIn ? 'settings.line.builtIn' : 'settings.line.good')}
            </Text>
          </div>
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} />}
            loading={check.isFetching && check.data !== undefined}
            onClick={() => {
              void check.refetch()
              void numbers.refetch()
            }}
          >
            {t('settings.line.lookAgain')}
          </Button>
        </div>
        {check.data !== undefined && <FindingList findings={check.data.findings} actions={actions} />}
        {check.data === undefined && problem === null && <Skeleton height={220} aria-label={t('settings.line.looking')} />}
        {check.data === undefined && problem !== null && (
          <LoadProblem error={ApiError.from(problem)} onRetry={() => void check.refetch()} />
        )}
      </section>

      <section className="settings-block" aria-labelledby="line-numbers">
        <div className="settings-head">
          <Title order={2} id="line-numbers">
            {t('settings.line.numbers')}
          </Title>
        </div>
        {numbers.data?.numbers.length === 0 && <Text c="dimmed">{t('settings.line.noNumbers')}</Text>}
        {numbers.data !== undefined && numbers.data.numbers.length > 0 && (
          <ul className="number-list" aria-labelledby="line-numbers">
            {numbers.data.numbers.map((owned) => (
              <NumberRow key={owned.number} owned={owned} flows={flows.data?.flows ?? []} actions={actions} />
            ))}
          </ul>
        )}
        {numbers.data === undefined && numbersProblem === null && <Skeleton height={72} />}
        {numbers.data === undefined && numbersProblem !== null && (
          <Text c="dimmed">{ApiError.from(numbersProblem).problem.detail ?? t('problem.away')}</Text>
        )}
      </section>

      <section className="settings-block" aria-labelledby="line-get">
        <div className="settings-head">
          <Title order={2} id="line-get">
            {t('settings.line.getTitle')}
          </Title>
        </div>
        <GetNumber actions={actions} builtIn={builtIn} />
      </section>
    </>
  )
}
