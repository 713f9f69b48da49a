import { IconAlertTriangle } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isHoldMusic, recordingName } from '../recordings/recording-name.ts'
import { useMedia } from '../recordings/use-media.ts'
import { onClock } from '../words/moment.ts'
import { formatPhoneNumber } from '../words/phone-number.ts'
import type { CallState, TranscriptLine } from './call-state.ts'

/** What was said and done, with times from the beginning of the call. */
export function Transcript({ call }: { call: CallState }) {
  const { t } = useTranslation()
  const list = useRef<HTMLDivElement>(null)
  const began = call.answeredAt ?? call.transcript[0]?.at ?? 0
  const count = call.transcript.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: it scrolls when a line is added
  useEffect(() => {
    const area = list.current
    if (area !== null) area.scrollTop = area.scrollHeight
  }, [count])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div ref={list} className="transcript" role="log" aria-label={t('phone.transcript')} tabIndex={0}>
      <ol>
        {call.transcript.map((line) => (
          <li
            key={line.key}
            className="transcript-line"
            data-type={line.type}
            data-speaking={line.type === 'heard' && line.speaking}
          >
            <time className="figures">{onClock(line.at - began)}</time>
            <Words line={line} />
          </li>
        ))}
      </ol>
    </div>
  )
}

function Words({ line }: { line: TranscriptLine }) {
  const { t } = useTranslation()
  const media = useMedia()
  switch (line.type) {
    case 'heard':
      return (
        <p lang={line.language}>
          {line.kind === 'talk' && line.text}
          {line.kind === 'stream' &&
            (isHoldMusic(line.text)
              ? t('phone.holdMusic')
              : t('phone.recording', { file: recordingName(line.text, media) ?? t('recordings.unknown') }))}
          {line.cut && <span className="transcript-cut"> {t('phone.cut')}</span>}
        </p>
      )
    case 'pressed':
      return <p>{t('phone.pressed', { keys: line.keys })}</p>
    case 'said':
      return <p>{t('phone.said', { words: line.text })}</p>
    case 'message':
      return <p>{t('phone.message', { number: formatPhoneNumber(line.from), words: line.text })}</p>
    case 'dialling':
      return <p>{t('phone.dialling', { number: formatPhoneNumber(line.to) })}</p>
    case 'calleeAnswered':
      return <p>{t('phone.joined')}</p>
    case 'calleeHears':
      return <p>{t('phone.calleeHears', { words: line.text })}</p>
    case 'calleeEnded':
      return <p>{t('phone.calleeEnded', { why: reasonText(t, line.reason) })}</p>
    case 'trouble':
      return (
        <p className="with-icon">
          <IconAlertTriangle size={16} aria-hidden="true" />
          {t('phone.trouble', { why: line.reason })}
        </p>
      )
    case 'ended':
      return <p>{t('phone.ended', { why: reasonText(t, line.reason) })}</p>
  }
}

/** Reasons are words of the line; those that are known are said plainly. */
const reasonText = (t: unknown, reason: string): string =>
  (t as (key: string, options: { defaultValue: string }) => string)(`reason.${reason}`, { defaultValue: reason })
