import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFocusBack } from '../../app/use-focus-back.ts'

export interface ConfirmProps {
  title: string
  text: string
  /** What it concerns, below the text. */
  children?: ReactNode
  /** What the button does, in words. */
  action: string
  /** Cannot be undone, and takes something away. */
  danger?: boolean
  /** Something that must be said on top of that. */
  check?: string | undefined
  onConfirm: () => Promise<boolean>
  onClose: () => void
}

/** Asks before what cannot be undone: what it costs, or what is gone. */
export function Confirm({ title, text, children, action, danger = false, check, onConfirm, onClose }: ConfirmProps) {
  const { t } = useTranslation()
  useFocusBack()
  const [checked, setChecked] = useState(false)
  const [busy, setBusy] = useState(false)
  const confirm = async () => {
    setBusy(true)
    if (await onConfirm()) onClose()
    else setBusy(false)
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack>
        <Text>{text}</Text>
        {children}
        {check !== undefined && (
          <Checkbox label={check} checked={checked} onChange={(event) => setChecked(event.currentTarget.checked)} />
        )}
        <Group justify="end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('cancel')}
          </Button>
          <Button
            {...(danger ? { color: 'red' } : {})}
            loading={busy}
            disabled={check !== undefined && !checked}
            onClick={() => void confirm()}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
