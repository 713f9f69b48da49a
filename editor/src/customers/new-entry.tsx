import { Button, Group, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addNote, addTask } from '../api/customers.ts'
import { useAttempt } from './use-attempt.ts'

type Kind = 'note' | 'task'

/** Writes a note, or something to be done. */
export function NewEntry({ customerId }: { customerId: string }) {
  const { t } = useTranslation()
  const attempt = useAttempt()
  const [kind, setKind] = useState<Kind>('note')
  const [text, setText] = useState('')
  const [due, setDue] = useState('')
  const [saving, setSaving] = useState(false)

  const save = async () => {
    setSaving(true)
    const key = crypto.randomUUID()
    const until = due === '' ? undefined : new Date(`${due}T17:00`).toISOString()
    const written = await attempt(() =>
      kind === 'note' ? addNote(customerId, text, key) : addTask(customerId, text, until, key),
    )
    setSaving(false)
    if (!written) return
    setText('')
    setDue('')
  }
  return (
    <form
      className="detail-panel"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <SegmentedControl
        aria-label={t('customers.newEntry')}
        value={kind}
        onChange={(value) => setKind(value as Kind)}
        mb="xs"
        data={(['note', 'task'] as const).map((value) => ({ value, label: t(`customers.kind.${value}`) }))}
      />
      <Textarea
        aria-label={t(`customers.write.${kind}`)}
        placeholder={t(`customers.write.${kind}`)}
        autosize
        minRows={2}
        maxLength={4000}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <Group justify="space-between" mt="xs" align="end">
        {kind === 'task' ? (
          <TextInput
            type="date"
            label={t('customers.due')}
            value={due}
            onChange={({ currentTarget }) => setDue(currentTarget.value)}
          />
        ) : (
          <span />
        )}
        <Button type="submit" loading={saving} disabled={text.trim() === ''}>
          {t(`customers.keep.${kind}`)}
        </Button>
      </Group>
    </form>
  )
}
