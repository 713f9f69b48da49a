import { ActionIcon, Badge, Button, Menu, Text } from '@mantine/core'
import type { Callback } from '@patchbay/core/http-contract'
import { IconClockPlus, IconDots, IconPhoneOutgoing, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { momentAgo, momentAhead, wholeMoment } from '../words/moment.ts'
import { formatPhoneNumber } from '../words/phone-number.ts'

const MINUTE_MS = 60_000
const PUT_OFF = [
  { name: 'quarter', ms: 15 * MINUTE_MS },
  { name: 'hour', ms: 60 * MINUTE_MS },
  { name: 'day', ms: 24 * 60 * MINUTE_MS },
] as const
const COLORS = { waiting: 'gray', calling: 'teal', answered: 'teal', done: 'gray', gaveUp: 'yellow', cancelled: 'gray' } as const

interface CallbackRowProps {
  callback: Callback
  onRingNow(number: string): void
  onPutOff(number: string, ms: number): void
  onCancel(number: string): void
  onRestore(number: string): void
}

/** One who wanted to be called back: when, how often it was tried, what came of it, and what can be done now. */
export function CallbackRow({ callback, onRingNow, onPutOff, onCancel, onRestore }: CallbackRowProps) {
  const { t, i18n } = useTranslation()
  const { state, flow, reason, tried, left, isTest, askedIn, askedBy, calledIn, callerId } = callback
  const number = callback.number ?? t('callbacks.gone')
  const waits = state === 'waiting'
  const when = useWhen(callback)
  const triedHow = useTried(callback)
  return (
    <li className="callback-row">
      <div className="callback-main">
        <div className="callback-head">
          <span className="callback-number figures">{number}</span>
          <span className="standing">
            {isTest && (
              <Badge variant="outline" color="gray" className="keep">
                {t('calls.test')}
              </Badge>
            )}
            <Badge variant="light" color={COLORS[state]} className="keep">
              {t(`callbacks.state.${state}`)}
            </Badge>
          </span>
        </div>
        <Text size="sm" c="dimmed" component="div" className="flow-row-facts">
          <time dateTime={callback.dueAt} title={wholeMoment(callback.dueAt, i18n.language)}>
            {when}
          </time>
          <span>{triedHow}</span>
          {waits && tried > 0 && <span>{t('callbacks.left', { count: left })}</span>}
          <span>{flow.name}</span>
          <span className="figures">{t('callbacks.by', { number: formatPhoneNumber(callerId) })}</span>
        </Text>
        {reason !== null && state !== 'cancelled' && (
          <Text size="sm" className={state === 'gaveUp' ? 'callback-why' : undefined}>
            {t(`callbacks.reason.${reason}`)}
          </Text>
        )}
        <div className="callback-links">
          {askedIn !== null && (
            <Link to="/calls/$runId" params={{ runId: askedIn }} aria-label={t('callbacks.askedOf', { number })}>
              {t('callbacks.asked')}
            </Link>
          )}
          {askedBy !== null && (
            <Link
              to="/plugins/$name"
              params={{ name: askedBy.plugin }}
              hash="activity"
              aria-label={t('callbacks.askedByOf', { number })}
            >
              {t('callbacks.askedBy')}
            </Link>
          )}
          {calledIn !== null && (
            <Link to="/calls/$runId" params={{ runId: calledIn }} aria-label={t('callbacks.calledOf', { number })}>
              {t('callbacks.called')}
            </Link>
          )}
        </div>
      </div>
      {waits && (
        <div className="callback-actions">
          <Button
            variant="light"
            size="compact-md"
            leftSection={<IconPhoneOutgoing size={15} />}
            aria-label={t('callbacks.ringNowOf', { number })}
            onClick={() => onRingNow(number)}
          >
            {t('callbacks.ringNow')}
          </Button>
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('callbacks.actionsOf', { number })}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t('callbacks.putOff')}</Menu.Label>
              {PUT_OFF.map(({ name, ms }) => (
                <Menu.Item key={name} leftSection={<IconClockPlus size={16} />} onClick={() => onPutOff(number, ms)}>
                  {t(`callbacks.${name}`)}
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item leftSection={<IconX size={16} />} onClick={() => onCancel(number)}>
                {t('callbacks.cancel')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      )}
      {callback.restorable && (
        <Button
          variant="default"
          size="compact-md"
          className="keep"
          aria-label={t('callbacks.restoreOf', { number })}
          onClick={() => onRestore(number)}
        >
          {t('callbacks.restore')}
        </Button>
      )}
    </li>
  )
}

function useWhen({ state, dueAt, tried }: Callback): string {
  const { t, i18n } = useTranslation()
  const now = Date.now()
  const ahead = Date.parse(dueAt) > now
  if (state === 'waiting' && !ahead) return t('callbacks.dueNow')
  const when = ahead ? momentAhead(dueAt, now, i18n.language) : momentAgo(dueAt, now, i18n.language)
  if (state === 'waiting') return t('callbacks.due', { when })
  return t(state === 'cancelled' || tried === 0 ? 'callbacks.wasPlanned' : 'callbacks.wasDue', { when })
}

function useTried({ state, tried: count }: Callback): string {
  const { t } = useTranslation()
  if (state === 'waiting') return count === 0 ? t('callbacks.notTried') : t('callbacks.tried', { count })
  return count === 0 ? t('callbacks.neverTried') : t('callbacks.triedInAll', { count })
}
