import { type FlowEdit, type NodeId, type Outlet, outletSchema, type Position } from '@patchbay/core'
import { isEntry, outletsFor } from '../canvas/card-model.ts'
import type { CopiedCards } from './clipboard.ts'
import { copyCards, pasteCards } from './clipboard.ts'
import type { FlowEditor } from './flow-editor.ts'
import { newNode, placeBeside } from './new-node.ts'

const flowOf = (editor: FlowEditor) => editor.getState().history.present
const PASTE_OFFSET: Position = { x: 36, y: 36 }

/** Where a new card goes: to a place, or beside a card and led to from its first free way out. */
export type Where =
  | { position: Position }
  | { beside: string | null }
  | { from: { id: NodeId; outlet: Outlet }; position?: Position }

/** Adds a card, selects it, and leads a cord to it where one is waiting. */
export function addCard(editor: FlowEditor, type: string, name: string, where: Where): NodeId | undefined {
  const flow = flowOf(editor)
  const node = newNode(flow, type, name)
  if (node === undefined) return undefined
  const beside = 'from' in where ? where.from.id : 'beside' in where ? where.beside : null
  const position = 'position' in where && where.position !== undefined ? where.position : placeBeside(flow, beside)
  const free = 'from' in where ? where.from.outlet : beside === null ? undefined : freeOutlet(editor, beside)
  const leads = free !== undefined && !isEntry(type)
  const edits: FlowEdit[] = [{ type: 'addNode', node, position }]
  if (leads && beside !== null) edits.push({ type: 'connect', edge: { source: beside as NodeId, outlet: free, target: node.id } })
  editor.edit(edits)
  editor.select([node.id])
  // what was added wants its words
  editor.set({ inspector: true })
  return node.id
}

function freeOutlet(editor: FlowEditor, id: string): Outlet | undefined {
  const flow = flowOf(editor)
  const node = flow.nodes.find((other) => other.id === id)
  if (node === undefined) return undefined
  const used = new Set<string>(flow.edges.filter(({ source }) => source === id).map(({ outlet }) => outlet))
  const free = outletsFor(node, flow).find(({ name, trouble }) => !trouble && !used.has(name))
  return free === undefined ? undefined : outletSchema.parse(free.name)
}

/** Deletes what is selected. @returns The card that the keyboard is on afterwards: a neighbour of what went. */
export function deleteSelected(editor: FlowEditor): string | null {
  const { selected, selectedCord } = editor.getState()
  const flow = flowOf(editor)
  if (selected.size === 0) {
    const cord = flow.edges.find(({ source, outlet }) => `${source}·${outlet}` === selectedCord)
    if (cord === undefined) return null
    editor.edit({ type: 'disconnect', source: cord.source, outlet: cord.outlet })
    editor.set({ selectedCord: null })
    return cord.source
  }
  const gone = flow.nodes.filter(({ id }) => selected.has(id)).map(({ id }) => id)
  const before = flow.edges.find(({ source, target }) => selected.has(target) && !selected.has(source))?.source
  const after = flow.edges.find(({ source, target }) => selected.has(source) && !selected.has(target))?.target
  editor.edit({ type: 'removeNodes', ids: gone })
  const next = before ?? after ?? flowOf(editor).nodes[0]?.id ?? null
  editor.set({ selected: new Set(), current: next })
  return next
}

export function paste(editor: FlowEditor, copied: CopiedCards): void {
  const { edits, ids } = pasteCards(flowOf(editor), copied, PASTE_OFFSET)
  editor.edit(edits)
  editor.select(ids)
}

export const duplicateSelected = (editor: FlowEditor): void => {
  const { selected } = editor.getState()
  if (selected.size > 0) paste(editor, copyCards(flowOf(editor), selected))
}

/** Leads an outlet to a card; null takes the cord away. */
export function leadTo(editor: FlowEditor, source: NodeId, outlet: string, target: NodeId | null): void {
  const named = outletSchema.parse(outlet)
  editor.edit(
    target === null
      ? { type: 'disconnect', source, outlet: named }
      : { type: 'connect', edge: { source, outlet: named, target } },
  )
}
