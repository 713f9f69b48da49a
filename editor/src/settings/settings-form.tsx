import { Alert, Button, Group, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'

interface SettingsFormProps {
  /** Something differs from what is stored. */
  changed: boolean
  /** What keeps it from being saved, in words. */
  wrong: string | undefined
  save: () => Promise<unknown>
  reset: () => void
  children: ReactNode
}

/** Settings that belong together and are saved at once, below them what became of that. */
export function SettingsForm({ changed, wrong, save, reset, children }: SettingsFormProps) {
  const { t } = useTranslation()
  const [state, setState] = useState<{ busy: boolean; problem?: string }>({ busy: false })

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (wrong !== undefined) return setState({ busy: false, problem: wrong })
    setState({ busy: true })
    try {
      await save()
      setState({ busy: false })
      notifications.show({ message: t('settings.form.saved'), closeButtonProps: { 'aria-label': t('close') } })
    } catch (thrown) {
      const error = ApiError.from(thrown)
      setState({ busy: false, problem: error.away ? t('problem.away') : (error.problem.detail ?? t('settings.form.failed')) })
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="lg">
        {children}
        <div>
          {state.problem !== undefined && (
            <Alert color="red" variant="light" mb="sm" role="alert">
              {state.problem}
            </Alert>
          )}
          <Group gap="sm">
            <Button type="submit" loading={state.busy} disabled={!changed}>
              {t('settings.bindings.save')}
            </Button>
            {changed && (
              <Button
                variant="default"
                disabled={state.busy}
                onClick={() => {
                  setState({ busy: false })
                  reset()
                }}
              >
                {t('cancel')}
              </Button>
            )}
          </Group>
        </div>
      </Stack>
    </form>
  )
}
