import './rail.css'
import { Badge, UnstyledButton, VisuallyHidden } from '@mantine/core'
import {
  IconCreditCard,
  IconDots,
  IconMessage2,
  IconMoodSmile,
  IconPhoneIncoming,
  IconPuzzle,
  IconRecordMail,
  IconRoute2,
  IconSettings,
  IconTemplate,
  IconUsers,
} from '@tabler/icons-react'
import { Link, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useWaitingCount } from '../money/use-waiting-count.ts'
import { Appearance } from './appearance.tsx'

/** Where the rail leads. Those that are open all day stand in the bar of a telephone, too; the others behind “More”. */
const PLACES = [
  { to: '/flows', title: 'shell.flows', Icon: IconRoute2, inBar: true },
  { to: '/calls', title: 'calls.title', Icon: IconPhoneIncoming, inBar: true },
  { to: '/prompts', title: 'shell.prompts', Icon: IconMessage2, inBar: false },
  { to: '/templates', title: 'templates.title', Icon: IconTemplate, inBar: false },
  { to: '/customers', title: 'customers.title', Icon: IconUsers, inBar: true },
  { to: '/voicemail', title: 'shell.voicemail', Icon: IconRecordMail, inBar: true },
  { to: '/payments', title: 'shell.payments', Icon: IconCreditCard, inBar: false },
  { to: '/surveys', title: 'surveys.title', Icon: IconMoodSmile, inBar: false },
  { to: '/plugins', title: 'shell.plugins', Icon: IconPuzzle, inBar: false },
  { to: '/settings', title: 'shell.settings', Icon: IconSettings, inBar: false },
] as const
const BEHIND_MORE = PLACES.filter(({ inBar }) => !inBar)
type Place = (typeof PLACES)[number]

// it comes when it is asked for
const MoreDrawer = lazy(async () => ({ default: (await import('./more-drawer.tsx')).MoreDrawer }))

/** The main ways: a rail on the left, or on a narrow screen a bar at the bottom with the most used of them and “More”. */
export function Rail() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const more = useRef<HTMLButtonElement>(null)
  const wasOpen = useRef(false)
  // whoever came by the keyboard goes on where they were
  useEffect(() => {
    if (wasOpen.current && !open) more.current?.focus()
    wasOpen.current = open
  }, [open])
  const waiting = useWaitingCount()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const isBehind = BEHIND_MORE.some(({ to }) => path === to || path.startsWith(`${to}/`))
  return (
    <nav className="rail" aria-label={t('shell.navigation')}>
      <Link to="/flows" className="rail-brand" aria-label="Patchbay">
        <img src="/icon.svg" width={30} height={30} alt="" />
      </Link>
      {PLACES.map((place) => (
        <RailLink key={place.to} place={place} waiting={place.to === '/payments' ? waiting : ''} />
      ))}
      <UnstyledButton
        ref={more}
        className="rail-link rail-more"
        data-active={isBehind || undefined}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <IconDots size={22} stroke={1.6} aria-hidden="true" />
        <span>{t('shell.more')}</span>
        <Waiting count={waiting} />
      </UnstyledButton>
      <div className="rail-foot">
        <Appearance />
      </div>
      <Suspense>
        {open && (
          <MoreDrawer onClose={() => setOpen(false)}>
            {BEHIND_MORE.map((place) => (
              <li key={place.to}>
                <RailLink place={place} waiting={place.to === '/payments' ? waiting : ''} onFollow={() => setOpen(false)} />
              </li>
            ))}
          </MoreDrawer>
        )}
      </Suspense>
    </nav>
  )
}

interface RailLinkProps {
  place: Place
  waiting: string
  onFollow?: () => void
}

function RailLink({ place: { to, title, Icon, inBar }, waiting, onFollow }: RailLinkProps) {
  const { t } = useTranslation()
  return (
    <Link to={to} className="rail-link" data-bar={inBar} activeProps={{ 'data-active': true }} onClick={onFollow}>
      <Icon size={22} stroke={1.6} aria-hidden="true" />
      <span>{t(title)}</span>
      <Waiting count={waiting} />
    </Link>
  )
}

/** How many refunds wait for somebody's word. */
function Waiting({ count }: { count: string }) {
  const { t } = useTranslation()
  if (count === '') return null
  return (
    <div className="rail-count">
      <Badge size="sm" color="yellow" variant="filled" className="figures" aria-hidden="true">
        {count}
      </Badge>
      <VisuallyHidden>{t('shell.waitingApprovals', { waiting: count })}</VisuallyHidden>
    </div>
  )
}
