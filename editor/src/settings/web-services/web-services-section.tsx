import { ActionIcon, Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { outsideHostSchema } from '@patchbay/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getOutsideHosts, saveOutsideHosts } from '../../api/outside-hosts.ts'

const KEY = ['outside-hosts']

/** The web services that flows may reach. Each change is saved at once. */
export function WebServicesSection() {
  const { t } = useTranslation()
  const cache = useQueryClient()
  const { data, isError } = useQuery({ queryKey: KEY, queryFn: getOutsideHosts })
  const save = useMutation({
    mutationFn: saveOutsideHosts,
    onSuccess: (saved) => cache.setQueryData(KEY, saved),
  })
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  if (data === undefined) return isError ? <Alert color="red">{t('settings.webServices.away')}</Alert> : null
  const { hosts } = data

  const add = (event: FormEvent) => {
    event.preventDefault()
    const host = outsideHostSchema.safeParse(typed)
    setWrong(!host.success)
    if (!host.success) return
    save.mutate([...hosts, host.data], { onSuccess: () => setTyped('') })
  }

  return (
    <Stack gap="md" maw={560}>
      <Text c="dimmed">{t('settings.webServices.why')}</Text>
      {hosts.length === 0 && <Text>{t('settings.webServices.none')}</Text>}
      <Stack component="ul" gap={4} m={0} p={0} aria-label={t('settings.webServices.title')}>
        {hosts.map((host) => (
          <Group key={host} component="li" justify="space-between" wrap="nowrap">
            <Text style={{ overflowWrap: 'anywhere' }}>{host}</Text>
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={save.isPending}
              aria-label={t('settings.webServices.remove', { host })}
              onClick={() => save.mutate(hosts.filter((other) => other !== host))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
      </Stack>
      <form onSubmit={add}>
        <Group align="end" wrap="nowrap">
          <TextInput
            flex={1}
            label={t('settings.webServices.host')}
            description={t('settings.webServices.example')}
            value={typed}
            error={wrong ? t('settings.webServices.noHost') : save.isError ? t('settings.webServices.away') : undefined}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
              setWrong(false)
            }}
          />
          <Button type="submit" loading={save.isPending} disabled={typed.trim() === ''}>
            {t('settings.webServices.add')}
          </Button>
        </Group>
      </form>
    </Stack>
  )
}
