import { Button, Divider, Group, Stack, Text, TextInput } from '@mantine/core'
import { configSchemaOf, type FlowNode, nodeTypeOf } from '@patchbay/core'
import { IconFlag, IconTrash } from '@tabler/icons-react'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isEntry } from '../canvas/card-model.ts'
import { KindIcon } from '../canvas/families.tsx'
import { deleteSelected } from '../flow/card-actions.ts'
import { useEditor, useEditorState, useFlow } from '../flow/use-editor.ts'
import { Fields } from '../form/field.tsx'
import { type FieldPath, issuesAt, pathText, withValueAt } from '../form/field-path.ts'
import { FieldsContext, type FormContext } from '../form/form-context.ts'
import { useCoreWords } from '../i18n/core-words.ts'
import { CardProblems } from './card-problems.tsx'
import { OutletList } from './outlet-list.tsx'
import { useFieldRequest } from './use-field-request.ts'

/** One card: its name, its form, where its ways lead, and what is wrong with it. */
export function CardPanel({ node }: { node: FlowNode }) {
  const { t } = useTranslation()
  const editor = useEditor()
  const flow = useFlow()
  const words = useCoreWords()
  const issues = useEditorState((state) => state.issues)
  const touched = useEditorState((state) => state.touched)
  const showAll = useEditorState((state) => state.showAll)
  const panel = useRef<HTMLDivElement>(null)
  useFieldRequest(panel, node.id)

  const nodeType = nodeTypeOf(node.type)
  const own = useMemo(() => issues.filter(({ nodeId }) => nodeId === node.id), [issues, node.id])
  const form = useMemo((): FormContext => {
    const isTouched = (path: FieldPath) => showAll || touched.has(`${node.id}:${pathText(path)}`)
    return {
      type: node.type,
      config: node.config,
      flow,
      issues: own,
      change: (path, value) =>
        editor.edit(
          { type: 'configureNode', id: node.id, config: withValueAt(node.config, path, value) as Record<string, unknown> },
          `${node.id}:${pathText(path)}`,
        ),
      touch: (path) => editor.touch(node.id, pathText(path)),
      problem: (path) => {
        const [first] = isTouched(path) ? issuesAt(own, path) : []
        return first === undefined ? undefined : words.issue(first)
      },
      declareVariable: (name) =>
        editor.edit({ type: 'setVariables', variables: [...flow.variables, { name, type: 'text', sensitive: false }] }),
    }
  }, [editor, flow, node, own, showAll, touched, words])

  return (
    <div ref={panel} className="panel">
      <Group gap={8} wrap="nowrap" className="panel-kind" data-family={nodeType?.editor.family ?? 'plugin'}>
        <span className="card-icon">
          <KindIcon name={nodeType?.editor.icon ?? ''} />
        </span>
        <Text size="sm" c="dimmed">
          {words.kind(node.type, nodeType?.editor.title ?? node.type)}
        </Text>
      </Group>
      <TextInput
        aria-label={t('inspector.name')}
        data-field="card:name"
        className="panel-name"
        variant="unstyled"
        maxLength={80}
        value={node.name}
        placeholder={words.kind(node.type, nodeType?.editor.title ?? node.type)}
        onChange={(event) => editor.edit({ type: 'renameNode', id: node.id, name: event.currentTarget.value }, `${node.id}:name`)}
      />
      <CardProblems issues={own} />
      {nodeType !== undefined && (
        <FieldsContext value={form}>
          <Fields schema={configSchemaOf(nodeType.config)} path={[]} value={node.config} />
        </FieldsContext>
      )}
      <OutletList node={node} />
      <Divider my="md" />
      <Stack gap="xs">
        {!isEntry(node.type) && (
          <Button
            variant="default"
            leftSection={<IconFlag size={16} />}
            disabled={flow.startNodeId === node.id}
            onClick={() => editor.edit({ type: 'setStart', id: node.id })}
          >
            {flow.startNodeId === node.id ? t('inspector.isStart') : t('inspector.startHere')}
          </Button>
        )}
        <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => deleteSelected(editor)}>
          {t('inspector.delete')}
        </Button>
      </Stack>
      {nodeType !== undefined && (
        <Text size="xs" c="dimmed" mt="md">
          {words.field(node.type, 'whenToUse', 'description', nodeType.docs.whenToUse)}
        </Text>
      )}
    </div>
  )
}
