import { ActionIcon, Alert, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { BINDING_KINDS, type BindingKind, type BindingOf } from '@patchbay/core'
import type { Binding } from '@patchbay/core/http-contract'
import { IconArrowLeft, IconTrash } from '@tabler/icons-react'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BindingSectionProps } from './binding-section.tsx'
import { freeName } from './free-name.ts'
import { useBindingActions } from './use-binding-actions.ts'

interface BindingPanelProps<Kind extends BindingKind> extends Pick<BindingSectionProps<Kind>, 'kind' | 'words' | 'Editor'> {
  /** Absent for a new one. */
  binding?: Extract<Binding, { kind: Kind }>
  first: BindingOf<Kind>
  /** Names that others have. */
  taken: readonly string[]
  onClose: () => void
}

/** One thing that flows name: what people call it, its form, and what can be done with it. */
export function BindingPanel<Kind extends BindingKind>(props: BindingPanelProps<Kind>) {
  const { kind, words, binding, first, taken, Editor, onClose } = props
  const { t } = useTranslation()
  const [label, setLabel] = useState(binding?.label ?? '')
  const [value, setValue] = useState(first)
  const [strict, setStrict] = useState(false)
  const { save, remove, busy, problem } = useBindingActions()
  const name = binding?.name ?? freeName(label, kind, taken)
  const changed = binding === undefined || label !== binding.label || JSON.stringify(value) !== JSON.stringify(binding.value)

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    setStrict(true)
    if (label.trim() === '' || !BINDING_KINDS[kind].safeParse(value).success) return
    if (await save({ kind, name, label: label.trim(), value, revision: binding?.revision })) onClose()
  }
  const wrong = strict && !BINDING_KINDS[kind].safeParse(value).success

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Group gap="xs" mb="md" wrap="nowrap">
        <ActionIcon variant="subtle" color="gray" aria-label={t('settings.bindings.back')} onClick={onClose}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        <Title order={2}>{binding?.label ?? t(`settings.${words}.new`)}</Title>
      </Group>
      <Stack gap="lg">
        <TextInput
          label={t('settings.bindings.name')}
          description={t('settings.bindings.calledBy', { name })}
          maw={320}
          maxLength={80}
          value={label}
          error={strict && label.trim() === '' ? t('settings.bindings.missing') : undefined}
          onChange={(event) => setLabel(event.currentTarget.value)}
          data-autofocus={binding === undefined}
        />
        <Editor value={value} onChange={setValue} strict={strict} />
        <div className="binding-foot">
          {(wrong || problem !== undefined) && (
            <Alert color="red" variant="light" mb="sm" role="alert">
              {problem ?? t('settings.bindings.wrong')}
            </Alert>
          )}
          <Group justify="space-between">
            <Group gap="sm">
              <Button type="submit" loading={busy} disabled={!changed}>
                {t('settings.bindings.save')}
              </Button>
              <Button variant="default" onClick={onClose}>
                {t('cancel')}
              </Button>
            </Group>
            {binding !== undefined && (
              <Button
                variant="subtle"
                color="gray"
                leftSection={<IconTrash size={16} />}
                disabled={busy}
                onClick={() => void remove(binding).then((removed) => removed && onClose())}
              >
                {t('settings.bindings.delete')}
              </Button>
            )}
          </Group>
          <Text size="xs" c="dimmed" mt="xs">
            {t('settings.bindings.atOnce')}
          </Text>
        </div>
      </Stack>
    </form>
  )
}
