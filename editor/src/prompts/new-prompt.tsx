import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { createPrompt } from '../api/prompts.ts'

/** Asks for the one thing that a new prompt needs; its words are written on its page. */
export function NewPrompt({ opened, onClose }: { opened: boolean; onClose: () => void }) {
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
      const { id } = await createPrompt({ name: name.trim() })
      await queryClient.invalidateQueries({ queryKey: ['prompts'] })
      await navigate({ to: '/prompts/$promptId', params: { promptId: id } })
    } catch (thrown) {
      const error = ApiError.from(thrown)
      setState({ busy: false, problem: error.away ? t('problem.away') : (error.problem.detail ?? t('prompts.saveFailed')) })
    }
  }

  return (
    <Modal opened={opened} onClose={onClose} title={t('prompts.new')} closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <TextInput
            label={t('newFlow.name')}
            description={t('newFlow.nameText')}
            placeholder={t('prompts.placeholder')}
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
