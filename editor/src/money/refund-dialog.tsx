import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { checkEligibility, type Payment, refund, requestApproval } from '../api/money.ts'
import { useFocusBack } from '../app/use-focus-back.ts'
import { AmountField } from './amount-field.tsx'
import { useMoneyText } from './money-text.ts'
import { useRefundReason } from './refund-words.ts'

const CHECK_AFTER_MS = 250

interface RefundDialogProps {
  payment: Payment
  /** What may still be given back, in whole minor units. */
  left: number
  onClose(): void
}

/** Gives a payment back, or a part of it; says beforehand when the rules want somebody's word, and asks for it then. */
export function RefundDialog({ payment: { paymentId, currency, customerId }, left, onClose }: RefundDialogProps) {
  const { t } = useTranslation()
  useFocusBack()
  const money = useMoneyText()
  const navigate = useNavigate()
  const client = useQueryClient()
  const reasonText = useRefundReason()
  const [amount, setAmount] = useState<number | undefined>(left)
  const [reason, setReason] = useState('')
  // one refund however often the button is pressed, as long as nobody knows what came of it
  const [key, setKey] = useState(() => crypto.randomUUID())
  const [standing, setStanding] = useState<'open' | 'needsApproval' | 'unknown'>('open')
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [checked] = useDebouncedValue(amount, CHECK_AFTER_MS)
  const isAmount = amount !== undefined && amount > 0 && amount <= left
  const rules = useQuery({
    queryKey: ['money', 'eligibility', paymentId, checked],
    queryFn: () => checkEligibility(paymentId, checked ?? 0),
    enabled: checked !== undefined && checked > 0 && checked <= left && standing === 'open',
  })
  const rule = checked === amount ? rules.data : undefined
  const asks = standing === 'needsApproval' || rule?.outlet === 'needsApproval'
  const isLocked = standing === 'unknown'

  const again = (change: () => void) => {
    change()
    setKey(crypto.randomUUID())
    setStanding('open')
    setWrong(undefined)
  }

  const give = async () => {
    if (amount === undefined) return
    setBusy(true)
    setWrong(undefined)
    try {
      await (asks && !isLocked ? ask(amount) : giveBack(amount))
    } catch (thrown) {
      const error = ApiError.from(thrown)
      setWrong(t(error.away ? 'problem.away' : error.code === 'NOT_PERMITTED' ? 'money.mayNot' : 'money.failed'))
    } finally {
      setBusy(false)
      void client.invalidateQueries({ queryKey: ['money'] })
    }
  }

  const giveBack = async (sum: number) => {
    const { outlet, output } = await refund({ paymentId, amount: sum, reason: reason.trim(), customerId }, key)
    switch (outlet) {
      case 'refunded':
      case 'pending':
        notifications.show({ message: t(`money.${outlet}`, { amount: money(sum, currency) }) })
        return onClose()
      case 'unknown':
        return setStanding('unknown')
      case 'needsApproval':
        setKey(crypto.randomUUID())
        return setStanding('needsApproval')
      case 'failed':
        return setWrong(t('money.failed'))
      default:
        // surely not done: whatever is tried next is another one
        setKey(crypto.randomUUID())
        setStanding('open')
        return setWrong(reasonText(output['reason'] ?? outlet))
    }
  }

  const ask = async (sum: number) => {
    const { outlet, output } = await requestApproval({ paymentId, amount: sum, reason: reason.trim(), customerId }, key)
    if (outlet !== 'requested') return setWrong(outlet === 'notEligible' ? reasonText(output['reason']) : t('money.failed'))
    notifications.show({ message: t('money.asked') })
    await navigate({ to: '/payments/approvals/$approvalId', params: { approvalId: String(output['approvalId']) } })
  }

  return (
    <Modal opened onClose={onClose} title={t('money.refundTitle')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void give()
        }}
      >
        <Stack gap="sm">
          {wrong !== undefined && (
            <Alert color="red" role="alert">
              {wrong}
            </Alert>
          )}
          <fieldset disabled={isLocked} className="money-fields">
            <AmountField
              label={t('money.amount')}
              description={t('money.atMost', { amount: money(left, currency) })}
              error={amount !== undefined && amount > left ? t('money.not.exceedsCaptured') : undefined}
              currency={currency}
              value={amount}
              onChange={(typed) => typed !== amount && again(() => setAmount(typed))}
            />
            <Textarea
              label={t('money.why')}
              description={t('money.whyText')}
              autosize
              minRows={2}
              maxLength={200}
              value={reason}
              onChange={({ currentTarget: { value } }) =>
                standing === 'open' ? again(() => setReason(value)) : setReason(value)
              }
            />
          </fieldset>
          <div aria-live="polite">
            {isLocked && (
              <Alert color="yellow" title={t('money.unknownTitle')}>
                {t('money.unknownText')}
              </Alert>
            )}
            {!isLocked && asks && <Alert color="yellow">{t('money.needsApproval')}</Alert>}
            {!isLocked && !asks && rule?.outlet === 'notEligible' && <Alert color="yellow">{reasonText(rule.reason)}</Alert>}
            {!isLocked && !asks && rule?.outlet === 'eligible' && (
              <Text size="sm" c="dimmed">
                {t('money.atOnce')}
              </Text>
            )}
          </div>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button
              type="submit"
              loading={busy}
              disabled={!isAmount || reason.trim() === '' || (rule?.outlet === 'notEligible' && !isLocked)}
            >
              {isLocked
                ? t('money.askAgain')
                : asks
                  ? t('money.askForApproval')
                  : amount === undefined
                    ? t('money.giveBack')
                    : t('money.giveBackAmount', { amount: money(amount, currency) })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
