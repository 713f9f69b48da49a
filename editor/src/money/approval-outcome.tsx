import { Alert, Button, Group, Text } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconClock, IconFileInvoice, IconHelp, IconX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { type Approval, decide, getRefund, writeCreditNote } from '../api/money.ts'
import { wholeMoment } from '../words/moment.ts'
import { usePerson } from './approval-words.ts'
import { useMoneyText } from './money-text.ts'
import { isRefundReason, useRefundReason } from './refund-words.ts'
import { useServing } from './use-serving.ts'

/** Who decided what, and what came of it: money that went back or could not, that nobody knows of, and the note that was written. */
export function ApprovalOutcome({ approval }: { approval: Approval }) {
  const { t, i18n } = useTranslation()
  const money = useMoneyText()
  const person = usePerson()
  const reasonText = useRefundReason()
  const client = useQueryClient()
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const { approvalId, state, amount, currency, decidedBy = '', decidedAt, answer = '', refundId } = approval
  // it was approved, and the service that has the money refused
  const stopped = state === 'refused' && isRefundReason(answer)
  const isOpen = state === 'approved' && refundId === undefined
  const refund = useQuery({
    queryKey: ['money', 'refund', refundId],
    queryFn: () => getRefund(refundId ?? ''),
    enabled: refundId !== undefined,
  })

  const act = async (work: () => Promise<string | undefined>) => {
    setBusy(true)
    try {
      setWrong(await work())
    } catch (thrown) {
      const error = ApiError.from(thrown)
      setWrong(t(error.away ? 'problem.away' : error.code === 'NOT_PERMITTED' ? 'money.mayNotDecide' : 'money.failed'))
    } finally {
      setBusy(false)
      await client.invalidateQueries({ queryKey: ['money'] })
    }
  }
  /** Whoever decides again asks for the same refund: it is made once. */
  const askAgain = () =>
    act(async () => {
      const { outlet } = await decide(approvalId, 'approve', answer, crypto.randomUUID())
      return outlet === 'unknown' || outlet === 'failed' ? t('money.stillUnknown') : undefined
    })

  return (
    <section className="detail-panel" aria-label={t('money.decision')}>
      <h2 className="detail-heading">{t('money.decision')}</h2>
      {wrong !== undefined && (
        <Alert color="red" role="alert" mb="sm">
          {wrong}
        </Alert>
      )}
      <ol className="money-steps">
        <Step
          icon={state === 'approved' || stopped ? <IconCheck size={18} /> : <IconX size={18} />}
          text={t(state === 'approved' || stopped ? 'money.approvedBy' : 'money.refusedBy', { who: person(decidedBy) })}
          under={decidedAt === undefined ? '' : wholeMoment(decidedAt, i18n.language)}
        >
          {answer !== '' && !stopped && <blockquote className="money-quote">{answer}</blockquote>}
        </Step>
        {stopped && <Step icon={<IconX size={18} />} text={t('money.couldNot')} under={reasonText(answer)} />}
        {refundId !== undefined && refund.data !== undefined && (
          <Step
            icon={refund.data === 'refunded' ? <IconArrowBackUp size={18} /> : <IconClock size={18} />}
            text={
              refund.data === 'refunded'
                ? t('money.refunded', { amount: money(amount, currency) })
                : refund.data === 'pending'
                  ? t('money.pending', { amount: money(amount, currency) })
                  : t('money.refundGone')
            }
            under={refundId}
          />
        )}
        {isOpen && (
          <Step icon={<IconHelp size={18} />} text={t('money.unknownTitle')} under={t('money.unknownText')}>
            <Button size="compact-md" variant="default" mt="xs" loading={busy} onClick={() => void askAgain()}>
              {t('money.askAgain')}
            </Button>
          </Step>
        )}
        {refundId !== undefined && <CreditNote approval={approval} busy={busy} act={act} />}
      </ol>
    </section>
  )
}

function Step({ icon, text, under, children }: { icon: ReactNode; text: string; under: string; children?: ReactNode }) {
  return (
    <li>
      <span aria-hidden="true">{icon}</span>
      <div>
        <div>{text}</div>
        {under !== '' && (
          <Text size="sm" c="dimmed" className="money-customer">
            {under}
          </Text>
        )}
        {children}
      </div>
    </li>
  )
}

interface CreditNoteProps {
  approval: Approval
  busy: boolean
  act(work: () => Promise<string | undefined>): Promise<void>
}

/** The numbered note that goes with a refund: its number, or the way to have one written. */
function CreditNote({ approval, busy, act }: CreditNoteProps) {
  const { t } = useTranslation()
  const serving = useServing()
  const [written, setWritten] = useState<string>()
  // one note for one request, also after the page was left
  const key = `credit-note-${approval.approvalId}`
  const number = approval.creditNote ?? written
  if (number !== undefined) return <Step icon={<IconFileInvoice size={18} />} text={t('money.creditNote', { number })} under="" />
  if (serving.data?.refunds?.actions.includes('creditNote') !== true) return null
  const write = async () => {
    const { outlet, output } = await writeCreditNote(approval, key)
    if (outlet !== 'issued') return t('money.noNote')
    setWritten(String(output['number']))
    return undefined
  }
  return (
    <li>
      <span aria-hidden="true">
        <IconFileInvoice size={18} />
      </span>
      <Group gap="xs">
        <span>{t('money.noteMissing')}</span>
        <Button size="compact-md" variant="default" loading={busy} onClick={() => void act(write)}>
          {t('money.writeNote')}
        </Button>
      </Group>
    </li>
  )
}
