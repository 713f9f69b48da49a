import { Progress, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { onClock } from '../words/moment.ts'
import type { CallState } from './call-state.ts'
import { usePhoneState } from './use-phone.ts'

/** The moment, again and again while something counts. */
function useNow(running: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!running) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 200)
    return () => clearInterval(timer)
  }, [running])
  return now
}

function waitsFor({ maxDigits, submitOnHash, speech }: NonNullable<CallState['waiting']>) {
  if (speech) return maxDigits === 0 ? 'phone.waitsForWords' : 'phone.waitsForKeyOrWords'
  if (maxDigits === 1) return 'phone.waitsForKey'
  return submitOnHash ? 'phone.waitsForKeysHash' : 'phone.waitsForKeys'
}

/** How the call stands, how long it lasts, and how long it still waits for a key. */
export function CallClock() {
  const { t } = useTranslation()
  const call = usePhoneState((state) => state.call)
  const now = useNow(call !== null && call.line !== 'ended')
  if (call === null) return null
  const talked = call.answeredAt === null ? 0 : (call.endedAt ?? now) - call.answeredAt
  const waiting = call.waiting
  const left = waiting === null ? 0 : Math.max(0, waiting.since + waiting.timeoutSeconds * 1000 - now)

  return (
    <div className="call-clock">
      <Text component="span" size="sm" fw={600} role="status">
        {t(`phone.line.${call.line}`)}
      </Text>
      <Text component="span" size="sm" c="dimmed" className="figures">
        {onClock(talked)}
      </Text>
      {/* the space is kept, so that nothing below jumps when the wait begins */}
      <span className="call-wait" aria-hidden={waiting === null}>
        {waiting !== null && (
          <>
            <Text component="span" size="sm">
              {t(waitsFor(waiting))}
            </Text>
            <Progress aria-label={t('phone.waitLeft')} size="sm" w={96} value={(100 * left) / (waiting.timeoutSeconds * 1000)} />
            <Text component="span" size="sm" className="figures">
              {t('phone.seconds', { count: Math.ceil(left / 1000) })}
            </Text>
          </>
        )}
      </span>
    </div>
  )
}
