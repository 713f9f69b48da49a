import { Select, Stack, Text } from '@mantine/core'
import { type FlowNode, NODE_TYPES, nodeIdSchema, outletSchema } from '@patchbay/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isEntry, outletsFor } from '../canvas/card-model.ts'
import { addCard, leadTo } from '../flow/card-actions.ts'
import { useEditor, useFlow } from '../flow/use-editor.ts'
import { useCoreWords } from '../i18n/core-words.ts'

const NEW = '·new·'

/** Every way out of a card, and where it leads: the way to connect cards by keyboard. */
export function OutletList({ node }: { node: FlowNode }) {
  const { t } = useTranslation()
  const editor = useEditor()
  const flow = useFlow()
  const words = useCoreWords()
  const outlets = outletsFor(node, flow)
  if (outlets.length === 0) return null

  const choose = (outlet: string, chosen: string | null) => {
    if (chosen?.startsWith(NEW) !== true)
      return leadTo(editor, node.id, outlet, chosen === null ? null : nodeIdSchema.parse(chosen))
    const type = chosen.slice(NEW.length)
    const title = NODE_TYPES.find((kind) => kind.type === type)?.editor.title ?? type
    addCard(editor, type, words.kind(type, title), { from: { id: node.id, outlet: outletSchema.parse(outlet) } })
  }

  return (
    <Stack gap={6} mt="lg" component="section" aria-label={t('outlets.title')}>
      <Text size="sm" fw={500}>
        {t('outlets.title')}
      </Text>
      {outlets.map(({ name, label, trouble }) => (
        <div className="outlet" key={name} data-trouble={trouble}>
          <span className="outlet-label" title={words.outlet(node.type, name, label)}>
            {words.outlet(node.type, name, label)}
          </span>
          <LeadsTo
            outlet={name}
            label={t('outlets.leadsTo', { outlet: words.outlet(node.type, name, label) })}
            source={node.id}
            onChoose={(chosen) => choose(name, chosen)}
          />
        </div>
      ))}
    </Stack>
  )
}

interface LeadsToProps {
  outlet: string
  label: string
  source: string
  onChoose: (chosen: string | null) => void
}

/** Cards that are offered at once; a search finds the others. */
const OFFERED = 60

/** Where one outlet leads. The list is made when it is opened: a large flow has thousands of cards to offer. */
function LeadsTo({ outlet, label, source, onChoose }: LeadsToProps) {
  const { t } = useTranslation()
  const flow = useFlow()
  const words = useCoreWords()
  const [opened, setOpened] = useState(false)
  const target = flow.edges.find((edge) => edge.source === source && edge.outlet === outlet)?.target ?? null

  const cards = flow.nodes
    .filter(({ id, type }) => (opened ? id !== source && !isEntry(type) : id === target))
    .map(({ id, name, type }) => ({ value: id as string, label: name === '' ? words.kind(type, type) : name }))
  const kinds = NODE_TYPES.filter(({ type }) => !isEntry(type)).map(({ type, editor: { title } }) => ({
    value: `${NEW}${type}`,
    label: t('outlets.newCard', { kind: words.kind(type, title) }),
  }))

  return (
    <Select
      data-field={`outlet:${outlet}`}
      size="xs"
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('outlets.disconnect') }}
      aria-label={label}
      placeholder={t('outlets.nowhere')}
      nothingFoundMessage={t('outlets.noneFound')}
      limit={OFFERED}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
      value={target}
      data={[
        { group: t('outlets.cards'), items: cards },
        { group: t('outlets.newCards'), items: opened ? kinds : [] },
      ]}
      onChange={onChoose}
    />
  )
}
