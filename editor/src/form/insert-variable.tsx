import { ActionIcon, Menu } from '@mantine/core'
import { CALL_FACTS } from '@patchbay/core'
import { IconBraces } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useForm } from './form-context.ts'

/** Puts `{{ name }}` where the cursor stands. */
export function InsertVariable({
  field,
  onInsert,
}: {
  field: () => HTMLTextAreaElement | HTMLInputElement | null
  onInsert: (text: string) => void
}) {
  const { t } = useTranslation()
  const { flow } = useForm()
  const insert = (name: string) => {
    const element = field()
    const text = element?.value ?? ''
    const at = element?.selectionStart ?? text.length
    onInsert(`${text.slice(0, at)}{{ ${name} }}${text.slice(element?.selectionEnd ?? at)}`)
    requestAnimationFrame(() => element?.focus())
  }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={26}
          aria-label={t('form.insertVariable')}
          title={t('form.insertVariable')}
        >
          <IconBraces size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('form.insertVariable')}</Menu.Label>
        {[...flow.variables.map(({ name }) => name), ...CALL_FACTS].map((name) => (
          <Menu.Item key={name} onClick={() => insert(name)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
