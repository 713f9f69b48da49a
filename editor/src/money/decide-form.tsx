import { Alert, Button, Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { type Approval, decide } from '../api/money.ts'
import { useMoneyText } from './money-text.ts'
import { useRefundReason } from './refund-words.ts'

interface DecideFormProps {
  approval: Approval
  /** @param outlet As the plugin answered: `alreadyDecided` when somebody else was faster. */
  onDecided(outlet: string): void
}

/** Approve, which gives the money back, or refuse; with a reason. */
export function DecideForm({ approval: { approvalId, amount, currency }, onDecided }: DecideFormProps) {
  const { t } = useTranslation()
  const money = useMoneyText()
  const reasonText = useRefundReason()
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState<'approve' | 'refuse'>()
  const [wrong, setWrong] = useState<string>()

  const say = async (decision: 'approve' | 'refuse') => {
    if (decision === 'refuse' && reason.trim() === '') return setWrong(t('money.refuseNeedsReason'))
    setBusy(decision)
    setWrong(undefined)
    try {
      // the request itself is what is done once: a key of its own each time is safe
      const { outlet, output } = await decide(approvalId, decision, reason.trim(), crypto.randomUUID())
      if (outlet === 'failed') return setWrong(t('money.failed'))
      // where it was decided all the same, what is shown then says so
      if (outlet === 'unknown') setWrong(t('money.stillUnknown'))
      if (['exceedsCaptured', 'alreadyRefunded', 'notEligible'].includes(outlet)) setWrong(reasonText(output['reason'] ?? outlet))
      onDecided(outlet)
    } catch (thrown) {
      const error = ApiError.from(thrown)
      setWrong(t(error.away ? 'problem.away' : error.code === 'NOT_PERMITTED' ? 'money.mayNotDecide' : 'money.failed'))
    } finally {
      setBusy(undefined)
    }
  }

  return (
    <section className="detail-panel" aria-label={t('money.decision')}>
      <h2 className="detail-heading">{t('money.decision')}</h2>
      {wrong !== undefined && (
        <Alert color="red" role="alert" mb="sm">
          {wrong}
        </Alert>
      )}
      <Textarea
        label={t('money.decisionWhy')}
        description={t('money.decisionWhyText')}
        autosize
        minRows={2}
        maxLength={200}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <Group mt="md" gap="sm">
        <Button loading={busy === 'approve'} disabled={busy === 'refuse'} onClick={() => void say('approve')}>
          {t('money.approve', { amount: money(amount, currency) })}
        </Button>
        <Button variant="default" loading={busy === 'refuse'} disabled={busy === 'approve'} onClick={() => void say('refuse')}>
          {t('money.refuse')}
        </Button>
      </Group>
    </section>
  )
}
