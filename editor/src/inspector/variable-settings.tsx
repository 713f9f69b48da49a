import { ActionIcon, Button, Checkbox, Group, Input, Select, Stack, Text, TextInput } from '@mantine/core'
import { type Variable, type VariableType, variableNameSchema } from '@patchbay/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEditor, useFlow } from '../flow/use-editor.ts'

const TYPES: readonly VariableType[] = ['text', 'number', 'boolean']

/** The variables of a flow: what a call remembers. */
export function VariableSettings() {
  const { t } = useTranslation()
  const editor = useEditor()
  const { variables } = useFlow()
  const set = (next: readonly Variable[], merge?: string) => editor.edit({ type: 'setVariables', variables: next }, merge)
  const change = (index: number, part: Partial<Variable>, merge?: string) =>
    set(
      variables.map((variable, at) => (at === index ? { ...variable, ...part } : variable)),
      merge,
    )

  const add = () => {
    const taken = new Set(variables.map(({ name }) => name))
    let count = variables.length + 1
    while (taken.has(`variable${count}`)) count++
    set([...variables, { name: `variable${count}`, type: 'text', sensitive: false }])
  }

  return (
    <Input.Wrapper label={t('variables.title')} labelElement="div" description={t('variables.text')}>
      <Stack gap="xs" mt={6}>
        {variables.map((variable, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a variable's name is what is edited here
          <section className="list-item" key={index} aria-label={variable.name}>
            <Group gap={6} wrap="nowrap" align="start">
              <NameField
                variable={variable}
                taken={variables.filter((_, at) => at !== index).map(({ name }) => name)}
                onRename={(name) => change(index, { name })}
              />
              <Select
                size="xs"
                w={104}
                aria-label={t('variables.type', { name: variable.name })}
                allowDeselect={false}
                value={variable.type}
                data={TYPES.map((type) => ({ value: type, label: t(`variables.types.${type}`) }))}
                onChange={(next) => {
                  const type = TYPES.find((other) => other === next)
                  if (type === undefined) return
                  const { initial: _of, ...rest } = variable
                  set(variables.map((other, at) => (at === index ? { ...rest, type } : other)))
                }}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('variables.remove', { name: variable.name })}
                onClick={() => set(variables.toSpliced(index, 1))}
              >
                <IconTrash size={15} />
              </ActionIcon>
            </Group>
            <Checkbox
              mt={6}
              size="xs"
              label={t('variables.sensitive')}
              checked={variable.sensitive}
              onChange={(event) => change(index, { sensitive: event.currentTarget.checked })}
            />
          </section>
        ))}
        {variables.length === 0 && (
          <Text size="xs" c="dimmed">
            {t('variables.none')}
          </Text>
        )}
        <Button variant="default" size="sm" leftSection={<IconPlus size={15} />} onClick={add}>
          {t('variables.add')}
        </Button>
      </Stack>
    </Input.Wrapper>
  )
}

/** A name is taken over when it is one: half a name would break the texts that use it. */
function NameField({
  variable,
  taken,
  onRename,
}: {
  variable: Variable
  taken: readonly string[]
  onRename: (name: string) => void
}) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? variable.name
  const problem = !variableNameSchema.safeParse(shown).success
    ? t('variables.nameWrong')
    : taken.includes(shown)
      ? t('variables.nameTaken')
      : undefined
  return (
    <TextInput
      size="xs"
      flex={1}
      aria-label={t('variables.name')}
      value={shown}
      error={problem}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed !== null && problem === undefined && typed !== variable.name) onRename(typed)
        setTyped(null)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
      }}
    />
  )
}
