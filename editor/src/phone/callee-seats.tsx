import { Button, Group, Text } from '@mantine/core'
import { IconBellRinging, IconPhoneCall } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFlow } from '../flow/use-editor.ts'
import { formatPhoneNumber } from '../words/phone-number.ts'
import { usePhone, usePhoneState } from './use-phone.ts'

/** The second seat: whoever the flow rings, played by the same person. */
export function CalleeSeats() {
  const { t } = useTranslation()
  const phone = usePhone()
  const flow = useFlow()
  const callees = usePhoneState(({ call }) => call?.callees)
  const there = callees?.filter(({ state }) => state !== 'ended') ?? []
  if (there.length === 0) return null
  // whichever card names the one who is rung, in whatever field of its form
  const nameOf = (to: string): string =>
    flow.nodes.find(({ config }) => JSON.stringify(config).includes(JSON.stringify(to)))?.name ?? formatPhoneNumber(to)

  return there.map(({ leg, to, state }) => (
    <section key={leg} className="callee" aria-label={t('phone.seat', { name: nameOf(to) })}>
      {state === 'ringing' ? <IconBellRinging size={18} aria-hidden="true" /> : <IconPhoneCall size={18} aria-hidden="true" />}
      <Text size="sm" fw={600} className="callee-name">
        {state === 'ringing' ? t('phone.rings', { name: nameOf(to) }) : t('phone.answered', { name: nameOf(to) })}
        <Text component="span" size="sm" c="dimmed" fw={400} className="figures">
          {formatPhoneNumber(to)}
        </Text>
      </Text>
      <Group gap={6} wrap="nowrap">
        {state === 'ringing' ? (
          <>
            <Button size="compact-sm" onClick={() => phone.callee({ leg, does: 'answer' })}>
              {t('phone.answer')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => phone.callee({ leg, does: 'busy' })}>
              {t('phone.busy')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => phone.callee({ leg, does: 'decline' })}>
              {t('phone.decline')}
            </Button>
          </>
        ) : (
          <Button size="compact-sm" variant="default" onClick={() => phone.callee({ leg, does: 'hangUp' })}>
            {t('phone.calleeHangUp')}
          </Button>
        )}
      </Group>
    </section>
  ))
}
