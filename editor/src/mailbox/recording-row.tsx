import { ActionIcon, Badge, Button, Menu, Spoiler, Text, VisuallyHidden } from '@mantine/core'
import type { Recording } from '@patchbay/core/http-contract'
import { IconDots, IconDownload, IconMail, IconMailOpened, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { momentAgo, onClock, wholeMoment } from '../words/moment.ts'
import { formatPhoneNumber } from '../words/phone-number.ts'

interface RecordingRowProps {
  recording: Recording
  /** What its mailbox is called; absent where the list is of one mailbox, or of calls. */
  mailbox?: string | undefined
  onMark(heard: boolean): void
  onRemove(message: string): void
}

/** One message or recorded call: who, when, how long, what was said, and the sound itself. */
export function RecordingRow({ recording, mailbox, onMark, onRemove }: RecordingRowProps) {
  const { t, i18n } = useTranslation()
  const [playing, setPlaying] = useState(false)
  const { kind, from, startedAt, durationSeconds, status, transcript, isTest, audio } = recording
  const isNew = kind === 'voicemail' && recording.heardAt === null
  const caller = formatPhoneNumber(from) || t('mailbox.withheld')
  const when = momentAgo(startedAt, Date.now(), i18n.language)
  const named = { caller, when }

  return (
    <li className="message-row" data-new={isNew || undefined}>
      <div className="message-head">
        <span className="message-mark" aria-hidden="true" />
        <div className="message-main">
          <span className="message-caller figures">
            {caller}
            {isNew && <VisuallyHidden>, {t('mailbox.new')}</VisuallyHidden>}
          </span>
          <Text size="sm" c="dimmed" component="span" className="flow-row-facts">
            <time dateTime={startedAt} title={wholeMoment(startedAt, i18n.language)}>
              {when}
            </time>
            <span className="figures" title={t('mailbox.length')}>
              {onClock(durationSeconds * 1000)}
            </span>
            {mailbox !== undefined && <span>{mailbox}</span>}
          </Text>
        </div>
        {isTest && (
          <Badge variant="light" color="gray" className="keep">
            {t('mailbox.test')}
          </Badge>
        )}
        {status === 'ready' && !playing && (
          <Button
            variant="light"
            size="compact-md"
            leftSection={<IconPlayerPlay size={15} />}
            className="keep"
            aria-label={t('mailbox.playOf', named)}
            onClick={() => setPlaying(true)}
          >
            {t('mailbox.play')}
          </Button>
        )}
        {status !== 'ready' && (
          <Text size="sm" c="dimmed" className="keep">
            {t(status === 'lost' ? 'mailbox.lost' : 'mailbox.fetching')}
          </Text>
        )}
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('mailbox.actionsOf', named)}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {kind === 'voicemail' && (
              <Menu.Item
                leftSection={isNew ? <IconMailOpened size={16} /> : <IconMail size={16} />}
                onClick={() => onMark(isNew)}
              >
                {t(isNew ? 'mailbox.markHeard' : 'mailbox.markNew')}
              </Menu.Item>
            )}
            {status === 'ready' && (
              <Menu.Item component="a" href={audio} download leftSection={<IconDownload size={16} />}>
                {t('mailbox.download')}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => onRemove(t('mailbox.deleted', named))}>
              {t('mailbox.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {playing && (
        // what is said stands beside it, where it was written down
        // biome-ignore lint/a11y/useMediaCaption: a recording of a call has no captions
        <audio
          className="message-sound"
          controls
          autoPlay
          src={audio}
          aria-label={t('mailbox.playOf', named)}
          onPlay={() => isNew && onMark(true)}
        />
      )}
      {transcript !== null && (
        <Spoiler maxHeight={60} showLabel={t('mailbox.more')} hideLabel={t('mailbox.less')} className="message-text">
          {transcript.trim() === '' ? <Text c="dimmed">{t('mailbox.nothingSaid')}</Text> : transcript}
        </Spoiler>
      )}
    </li>
  )
}
