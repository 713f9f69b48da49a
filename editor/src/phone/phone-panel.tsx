import './phone.css'
import { Button, Select, Text } from '@mantine/core'
import { phoneNumberSchema } from '@patchbay/core'
import { IconPhone, IconPhoneOff, IconVolume, IconVolumeOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listNumbers } from '../api/flows.ts'
import { getPhone } from '../api/phone.ts'
import { useFlow } from '../flow/use-editor.ts'
import { formatPhoneNumber, parsePhoneNumber } from '../words/phone-number.ts'
import { CallClock } from './call-clock.tsx'
import { CalleeSeats } from './callee-seats.tsx'
import { CallerField } from './caller-field.tsx'
import type { Wanted } from './create-phone.ts'
import { Keypad } from './keypad.tsx'
import { SayWords } from './say-words.tsx'
import { TracePanel } from './trace-panel.tsx'
import { Transcript } from './transcript.tsx'
import { usePhone, usePhoneState } from './use-phone.ts'

const DRAFT = 'draft'

/** The phone in the browser: calls the flow as a caller would, and shows what is said and where the call is. */
export function PhonePanel() {
  const { t } = useTranslation()
  const phone = usePhone()
  const flow = useFlow()
  const call = usePhoneState((state) => state.call)
  const lost = usePhoneState((state) => state.lost)
  const problem = usePhoneState((state) => state.problem)
  const muted = usePhoneState((state) => state.muted)
  const facts = useQuery({ queryKey: ['phone'], queryFn: getPhone })
  const numbers = useQuery({ queryKey: ['numbers'], queryFn: listNumbers })
  const [to, setTo] = useState<string>(DRAFT)
  const [from, setFrom] = useState('')
  const [fromIsWrong, setFromIsWrong] = useState(false)
  const panel = useRef<HTMLElement>(null)

  const leading = (numbers.data?.numbers ?? []).filter(({ rules }) => rules.some(({ target }) => target.flowId === flow.id))
  const busy = call !== null && call.line !== 'ended'
  const start = () => {
    const number = phoneNumberSchema.safeParse(parsePhoneNumber(from))
    const anybody = from.trim() === ''
    setFromIsWrong(!anybody && !number.success)
    if (!anybody && !number.success) return
    const shown = number.success ? { from: number.data } : {}
    const wanted: Wanted = to === DRAFT ? { type: 'draft', ...shown } : { type: 'number', to, as: 'caller', ...shown }
    void phone.dial(wanted)
    panel.current?.querySelector<HTMLElement>('.keypad')?.focus()
  }

  if (facts.data?.available === false) {
    return (
      <Text c="dimmed" p="md">
        {t('phone.unavailable')}
      </Text>
    )
  }
  return (
    <section ref={panel} className="phone" aria-label={t('phone.title')}>
      <div className="phone-hand">
        <Select
          aria-label={t('phone.whom')}
          size="sm"
          allowDeselect={false}
          disabled={busy}
          value={to}
          data={[
            { value: DRAFT, label: t('phone.draft') },
            ...leading.map(({ number, label }) => ({ value: number, label: `${label} · ${formatPhoneNumber(number)}` })),
          ]}
          onChange={(next) => setTo(next ?? DRAFT)}
        />
        <CallerField
          value={from}
          disabled={busy}
          error={fromIsWrong ? t('phone.callerWrong') : undefined}
          onChange={(next) => {
            setFrom(next)
            setFromIsWrong(false)
          }}
        />
        <Keypad />
        <div className="phone-buttons">
          {busy ? (
            <Button color="red" c="white" leftSection={<IconPhoneOff size={16} />} onClick={phone.hangUp}>
              {t('phone.hangUp')}
            </Button>
          ) : (
            <Button leftSection={<IconPhone size={16} />} onClick={start}>
              {call === null ? t('phone.dial') : t('phone.dialAgain')}
            </Button>
          )}
          <Button
            variant="default"
            aria-pressed={muted}
            aria-label={t('phone.mute')}
            title={muted ? t('phone.unmuteText') : t('phone.muteText')}
            onClick={() => phone.setMuted(!muted)}
          >
            {muted ? <IconVolumeOff size={16} /> : <IconVolume size={16} />}
          </Button>
        </div>
      </div>
      <div className="phone-call">
        <CallClock />
        {lost && busy && (
          <Text size="sm" c="orange" role="status">
            {t('phone.lost')}
          </Text>
        )}
        {problem !== null && (
          <Text size="sm" c="red" role="alert">
            {problem.away ? t('problem.away') : (problem.problem.detail ?? t('phone.failed'))}
          </Text>
        )}
        <CalleeSeats />
        {call === null ? (
          <Text size="sm" c="dimmed">
            {t('phone.empty')}
          </Text>
        ) : (
          <Transcript call={call} />
        )}
        <SayWords />
      </div>
      {call !== null && (
        <div className="phone-way">
          <TracePanel />
        </div>
      )}
    </section>
  )
}
