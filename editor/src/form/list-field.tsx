import { ActionIcon, Button, Group, Input, Stack, Text } from '@mantine/core'
import type { ConfigSchema } from '@patchbay/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCoreWords } from '../i18n/core-words.ts'
import type { FieldProps } from './field.tsx'
import { type FieldPath, nameOf, pathText } from './field-path.ts'
import { useForm } from './form-context.ts'
import { newItem } from './list-items.ts'

export interface ListFieldProps extends FieldProps {
  renderItem: (schema: ConfigSchema, path: FieldPath, value: unknown) => ReactNode
}

/** A list of things with fields of their own: added at the end, moved and removed in place. */
export function ListField({ schema, path, value, label, description, renderItem }: ListFieldProps) {
  const { t } = useTranslation()
  const { type, flow, change, problem } = useForm()
  const words = useCoreWords()
  const items: unknown[] = Array.isArray(value) ? value : []
  const field = String(path.at(-1) ?? '')
  const itemSchema = schema.items
  if (itemSchema === undefined) return null

  const move = (from: number, to: number) => {
    const moved = [...items]
    moved.splice(to, 0, ...moved.splice(from, 1))
    change(path, moved)
  }

  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      description={description}
      error={items.length === 0 ? problem(path) : undefined}
      inputWrapperOrder={['label', 'description', 'input', 'error']}
    >
      <Stack gap="xs" mt={6} data-field={pathText(path)}>
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity besides their place, and their fields are controlled
          <section className="list-item" key={index} aria-label={t('form.item', { label, number: index + 1 })}>
            <Group justify="space-between" wrap="nowrap" mb={4}>
              <Text size="xs" c="dimmed" className="figures">
                {index + 1}
              </Text>
              <Group gap={2} wrap="nowrap">
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={26}
                  disabled={index === 0}
                  aria-label={t('form.moveUp', { number: index + 1 })}
                  onClick={() => move(index, index - 1)}
                >
                  <IconArrowUp size={15} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={26}
                  disabled={index === items.length - 1}
                  aria-label={t('form.moveDown', { number: index + 1 })}
                  onClick={() => move(index, index + 1)}
                >
                  <IconArrowDown size={15} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={26}
                  aria-label={t('form.remove', { number: index + 1 })}
                  onClick={() => change(path, items.toSpliced(index, 1))}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              </Group>
            </Group>
            {renderItem(itemSchema, [...path, index], item)}
          </section>
        ))}
        <Button
          variant="default"
          size="sm"
          leftSection={<IconPlus size={15} />}
          disabled={items.length >= (schema.maxItems ?? Number.POSITIVE_INFINITY)}
          onClick={() => change(path, [...items, newItem(itemSchema, field, items, { languages: flow.languages.enabled })])}
        >
          {words.field(type, nameOf(path), 'add', t('form.add', { what: label }))}
        </Button>
      </Stack>
    </Input.Wrapper>
  )
}
