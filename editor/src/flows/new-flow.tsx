import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { createFlow } from '../api/flows.ts'

/** Asks for the one thing that a new flow needs. */
export function NewFlow({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [state, setState] = useState<{ busy: boolean; problem?: string }>({ busy: false })

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (name.trim() === '') return setState({ busy: false, problem: t('newFlow.nameMissing') })
    setState({ busy: true })
    try {
      const { definition } = await createFlow({ name: name.trim() })
      await queryClient.invalidateQueries({ queryKey: ['flows'] })
      await navigate({ to: '/flows/$flowId', params: { flowId: definition.id } })
    } catch (thrown) {
      const error = ApiError.from(thrown)
      setState({ busy: false, problem: error.away ? t('problem.away') : (error.problem.detail ?? t('newFlow.failed')) })
    }
  }

  return (
    <Modal opened={opened} onClose={onClose} title={t('newFlow.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <TextInput
            label={t('newFlow.name')}
            description={t('newFlow.nameText')}
            placeholder={t('newFlow.placeholder')}
            value={name}
            maxLength={80}
            data-autofocus
            error={state.problem}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={state.busy}>
              {t('newFlow.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
