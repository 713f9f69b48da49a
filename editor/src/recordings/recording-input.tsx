import './recordings.css'
import { ActionIcon, Button, FileButton, Group, Text, TextInput } from '@mantine/core'
import { type Issue, mediaIdOf, mediaReference } from '@patchbay/core'
import { IconMusic, IconUpload, IconX } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { UPLOAD_LIMIT_BYTES, uploadMedia } from '../api/media.ts'
import { useCoreWords } from '../i18n/core-words.ts'
import { onClock } from '../words/moment.ts'
import { Listen } from './listen.tsx'
import { recordingName } from './recording-name.ts'
import { useAddMedia, useMedia } from './use-media.ts'

export interface RecordingInputProps {
  /** What it is the recording of, for those who do not see where it stands. */
  label: string
  value: string
  onChange: (recording: string | undefined) => void
  onBlur?: () => void
  error?: string | undefined
  /** Where findings lead. */
  field?: string
}

/** A recording: uploaded or dropped here, or lying elsewhere under an address; it can be listened to before callers hear it. */
export function RecordingInput({ label, value, onChange, onBlur, error, field }: RecordingInputProps) {
  const { t } = useTranslation()
  const media = useMedia()
  const { upload, busy, problem } = useUpload((id) => onChange(mediaReference(id)))
  const [over, setOver] = useState(false)
  const id = mediaIdOf(value)
  const file = id === undefined ? undefined : media?.get(id)

  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [dropped] = event.dataTransfer.files
    if (dropped !== undefined) void upload(dropped)
  }
  const name = recordingName(value, media) ?? t('recordings.unknown')

  return (
    <fieldset
      className="recording"
      aria-label={t('recordings.of', { what: label })}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {id !== undefined && (
        <Group gap={8} wrap="nowrap" className="recording-file">
          <IconMusic size={18} aria-hidden="true" className="keep" />
          <span className="recording-name">{name}</span>
          {file !== undefined && (
            <Text component="span" size="xs" c="dimmed" className="figures keep">
              {onClock(Math.ceil(file.durationMs / 1000) * 1000)}
            </Text>
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            size={26}
            data-field={field}
            aria-label={t('recordings.remove')}
            title={t('recordings.remove')}
            onClick={() => onChange(undefined)}
          >
            <IconX size={15} />
          </ActionIcon>
        </Group>
      )}
      {value !== '' && (id === undefined || file !== undefined) && <Listen name={name} url={file?.url ?? value} />}
      <Group gap={8} wrap="wrap">
        <FileButton accept=".mp3,.wav,audio/mpeg,audio/wav" onChange={(picked) => picked !== null && void upload(picked)}>
          {(props) => (
            <Button {...props} variant="default" size="xs" leftSection={<IconUpload size={15} />} loading={busy}>
              {id === undefined ? t('recordings.upload') : t('recordings.replace')}
            </Button>
          )}
        </FileButton>
        <Text size="xs" c="dimmed">
          {t('recordings.drop')}
        </Text>
      </Group>
      {problem !== undefined && (
        <Text size="xs" c="red" role="alert">
          {problem}
        </Text>
      )}
      {id === undefined && (
        <TextInput
          data-field={field}
          size="xs"
          aria-label={t('form.recordingAddress')}
          placeholder={t('recordings.address')}
          value={value}
          error={error}
          onBlur={onBlur}
          onChange={(event) => {
            const typed = event.currentTarget.value.trim()
            onChange(typed === '' ? undefined : typed)
          }}
        />
      )}
      {id !== undefined && error !== undefined && (
        <Text size="xs" c="red">
          {error}
        </Text>
      )}
    </fieldset>
  )
}

function useUpload(onUploaded: (id: string) => void) {
  const { t } = useTranslation()
  const words = useCoreWords()
  const add = useAddMedia()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()

  const upload = async (file: File): Promise<void> => {
    if (file.size > UPLOAD_LIMIT_BYTES) return setProblem(t('recordings.tooLarge'))
    setBusy(true)
    setProblem(undefined)
    try {
      const uploaded = await uploadMedia(file)
      add(uploaded)
      onUploaded(uploaded.id)
    } catch (thrown) {
      const error = ApiError.from(thrown)
      const [found] = (error.problem.issues ?? []) as Issue[]
      setProblem(error.away ? t('problem.away') : found === undefined ? t('recordings.failed') : words.issue(found))
    } finally {
      setBusy(false)
    }
  }
  return { upload, busy, problem }
}
