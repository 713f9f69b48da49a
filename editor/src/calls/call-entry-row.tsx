import { UnstyledButton } from '@mantine/core'
import type { Call, CallEntry } from '@patchbay/core/http-contract'
import { IconAlertTriangle, IconChevronRight } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { onClock } from '../words/moment.ts'
import { useEntryWords } from './entry-words.ts'
import { RawEntry } from './raw-entry.tsx'

/** One handled webhook: when, what came in, what callers heard, which way the call took; its masked JSON on demand. */
export function CallEntryRow({ entry, call }: { entry: CallEntry; call: Call }) {
  const { t } = useTranslation()
  const words = useEntryWords(call)
  const [opened, setOpened] = useState(false)
  const panel = useId()
  const { erased } = call.summary
  const came = entry.came.length > 0 ? entry.came.map(words.came) : [t(erased ? 'calls.came.erased' : 'calls.came.nothing')]
  // what a line only reports stands back behind what moved the call
  const moved = entry.way.length + entry.did.length + entry.faults.length > 0
  const reported = !moved && entry.came.every(({ type }) => type === 'leg')

  // a card that asks again was not left
  const shown = entry.way.length > 0 || (entry.did.length > 0 && entry.waitsAt !== null)

  return (
    <li className="call-entry" data-reported={reported}>
      <span className="call-offset figures">
        <span className="visually-hidden">{t('calls.at', { offset: onClock(entry.offsetMs) })}</span>
        <span aria-hidden="true">{onClock(entry.offsetMs)}</span>
      </span>
      <div className="call-entry-main">
        <p className="call-came">{came.join(' · ')}</p>
        {entry.late && <p className="call-soft">{t('calls.late')}</p>}
        {shown && (
          <ol className="call-way" aria-label={t('calls.way')}>
            {entry.way.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the way of a turn never changes
              <li key={index}>
                <span className="call-card">{words.card(step.node)}</span> <span className="call-soft">{words.outlet(step)}</span>
              </li>
            ))}
            {entry.waitsAt !== null && (
              <li>
                <span className="call-card">{words.card(entry.waitsAt)}</span>{' '}
                <span className="call-soft">{t('calls.waitsAt')}</span>
              </li>
            )}
          </ol>
        )}
        {entry.faults.map(({ code, inQueue, reason, node }) => (
          <p key={`${code} ${node?.nodeId}`} className="call-fault">
            <IconAlertTriangle size={16} aria-hidden="true" />
            <span>
              {t('trace.fault', {
                card: node === null ? t('calls.whole') : words.card(node),
                what: t(`fault.${code}`, reason === undefined ? {} : { context: reason }),
              })}
              . {t(`calls.faultMeans.${inQueue ? 'inQueue' : code}`)}
            </span>
          </p>
        ))}
        {entry.did.length > 0 && (
          <ul className="call-did">
            {entry.did.map((done, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: what a turn did never changes
              <li key={index} lang={done.type === 'said' ? done.language : undefined}>
                {words.did(done)}
              </li>
            ))}
          </ul>
        )}
        {entry.ended !== null && <p className="call-soft">{t(`calls.endedHere.${entry.ended}`)}</p>}
        {!erased && (
          <UnstyledButton
            className="call-raw-toggle"
            aria-expanded={opened}
            aria-controls={panel}
            onClick={() => setOpened(!opened)}
          >
            <IconChevronRight size={14} aria-hidden="true" />
            {t(entry.reply === null ? 'calls.webhook' : 'calls.showRaw')}
          </UnstyledButton>
        )}
        <div id={panel}>{opened && <RawEntry entry={entry} />}</div>
      </div>
      {entry.tookMs !== null && (
        <span className="call-took figures" title={t('calls.tookText')}>
          {t('calls.took', { ms: entry.tookMs < 10 ? entry.tookMs.toFixed(1) : Math.round(entry.tookMs) })}
        </span>
      )}
    </li>
  )
}
