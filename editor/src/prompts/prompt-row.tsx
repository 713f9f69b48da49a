import { ActionIcon, Menu, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { LibraryPrompt, PromptList } from '@patchbay/core/http-contract'
import { IconDots, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { deletePrompt, restorePrompt } from '../api/prompts.ts'
import { withUndo } from '../app/with-undo.tsx'
import { momentAgo, wholeMoment } from '../words/moment.ts'

/** One prompt of the list: its name, the first words of it, and who uses it. */
export function PromptRow({ prompt }: { prompt: LibraryPrompt }) {
  const { t, i18n } = useTranslation()
  const remove = useRemove(prompt)
  const [language, words] = Object.entries(prompt.text)[0] ?? []
  const recordings = Object.keys(prompt.recording).length

  return (
    <li className="flow-row">
      <div className="flow-row-main">
        <Link to="/prompts/$promptId" params={{ promptId: prompt.id }} className="flow-row-name">
          {prompt.name}
        </Link>
        {words !== undefined && (
          <Text size="sm" lang={language} truncate>
            {words}
          </Text>
        )}
        <Text size="sm" c="dimmed" className="flow-row-facts">
          <span>{prompt.uses.length === 0 ? t('prompts.unused') : t('prompts.uses', { count: prompt.uses.length })}</span>
          {recordings > 0 && <span>{t('prompts.recordings', { count: recordings })}</span>}
          <time dateTime={prompt.savedAt} title={wholeMoment(prompt.savedAt, i18n.language)}>
            {t('flows.changed', { when: momentAgo(prompt.savedAt, Date.now(), i18n.language) })}
          </time>
        </Text>
      </div>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('flows.actionsOf', { name: prompt.name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconTrash size={16} />} onClick={remove}>
            {t('flows.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  )
}

function useRemove({ id, name }: LibraryPrompt): () => void {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['prompts'] })
  const tell = (thrown: unknown, failure: string) => {
    const error = ApiError.from(thrown)
    const flows = error.problem.errors?.map(({ message }) => message).join(', ')
    const why = error.code === 'PROMPT_IN_USE' && flows !== undefined ? t('prompts.inUse', { name, flows }) : failure
    notifications.show({
      color: 'red',
      message: error.away ? t('problem.away') : why,
      autoClose: 12_000,
      closeButtonProps: { 'aria-label': t('close') },
    })
  }
  const remove = async () => {
    try {
      await deletePrompt(id)
      queryClient.setQueryData<PromptList>(['prompts'], (list) =>
        list === undefined ? list : { prompts: list.prompts.filter((other) => other.id !== id) },
      )
      withUndo(t('prompts.deleted', { name }), t('undo'), () =>
        restorePrompt(id)
          .then(refresh)
          .catch((thrown: unknown) => tell(thrown, t('prompts.restoreFailed'))),
      )
    } catch (thrown) {
      tell(thrown, t('prompts.deleteFailed'))
      await refresh()
    }
  }
  return () => void remove()
}
