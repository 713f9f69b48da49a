import { Select, Stack, Text } from '@mantine/core'
import { type FlowNode, NODE_TYPES, nodeIdSchema, outletSchema } from '@patchbay/core'
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

  const cards = flow.nodes
    .filter(({ id, type }) => id !== node.id && !isEntry(type))
    .map(({ id, name, type }) => ({ value: id as string, label: name === '' ? words.kind(type, type) : name }))
  const kinds = NODE_TYPES.filter(({ type }) => !isEntry(type)).map(({ type, editor: { title } }) => ({
    value: `${NEW}${type}`,
    label: t('outlets.newCard', { kind: words.kind(type, title) }),
  }))
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
          <Select
            data-field={`outlet:${name}`}
            size="xs"
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('outlets.disconnect') }}
            aria-label={t('outlets.leadsTo', { outlet: words.outlet(node.type, name, label) })}
            placeholder={t('outlets.nowhere')}
            nothingFoundMessage={t('outlets.noneFound')}
            value={flow.edges.find(({ source, outlet }) => source === node.id && outlet === name)?.target ?? null}
            data={[
              { group: t('outlets.cards'), items: cards },
              { group: t('outlets.newCards'), items: kinds },
            ]}
            onChange={(chosen) => choose(name, chosen)}
          />
        </div>
      ))}
    </Stack>
  )
}
