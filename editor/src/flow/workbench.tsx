import './workbench.css'
import { canonicalText, readFlow } from '@patchbay/core'
import type { FlowDraft, FlowSummary } from '@patchbay/core/http-contract'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getDraft, saveDraft } from '../api/flows.ts'
import { useTitle } from '../app/use-title.ts'
import { Canvas } from '../canvas/canvas.tsx'
import { Palette } from '../canvas/palette.tsx'
import { Drawer } from '../drawer/drawer.tsx'
import { loadLettersOfAllLanguages } from '../i18n/letters.ts'
import { Inspector } from '../inspector/inspector.tsx'
import { createPhone } from '../phone/create-phone.ts'
import { PhoneContext, useCallPath } from '../phone/use-phone.ts'
import { useSurroundings } from '../problems/use-surroundings.ts'
import { useValidation } from '../problems/use-validation.ts'
import { ConflictPanel } from './conflict-panel.tsx'
import { DraftSaver } from './draft-saver.ts'
import { EmptyCanvas } from './empty-canvas.tsx'
import { FlowBar } from './flow-bar.tsx'
import { createFlowEditor, type FlowEditor } from './flow-editor.ts'
import { localCopies } from './local-copy.ts'
import { EditorContext } from './use-editor.ts'
import { useFlowKeys } from './use-flow-keys.ts'

interface OpenedFlow {
  editor: FlowEditor
  saver: DraftSaver
}

/** Opens a draft: puts work of this browser that was not saved back in place, and saves from now on. */
function open(draft: FlowDraft, onSaved: (summary: FlowSummary) => void): OpenedFlow {
  const editor = createFlowEditor(draft)
  const local = localCopies(draft.definition.id, localStorage)
  const saver = new DraftSaver(draft.definition, draft.revision, {
    save: saveDraft,
    load: getDraft,
    local,
    onSaving: (saving) => editor.set({ saving }),
    onSaved: ({ summary }) => {
      editor.set({ summary })
      onSaved(summary)
    },
  })
  const copy = local.read()
  const kept = copy === undefined ? undefined : readFlow(copy.definition)
  if (copy !== undefined && kept?.type === 'success' && canonicalText(kept.flow) !== canonicalText(draft.definition)) {
    editor.replace(kept.flow)
    if (copy.revision === draft.revision) saver.change(kept.flow)
    else editor.set({ saving: { state: 'conflict', theirs: draft } })
  }
  return { editor, saver }
}

/** An open flow: bar, canvas, inspector and drawer. @param withPhone Whether it is opened to be called. */
export function Workbench({ draft, withPhone }: { draft: FlowDraft; withPhone: boolean }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [{ editor, saver }] = useState(() => open(draft, () => void queryClient.invalidateQueries({ queryKey: ['flows'] })))
  const [phone] = useState(() => createPhone(draft.definition.id))
  const path = useCallPath(phone)
  useEffect(() => {
    if (withPhone) editor.set({ drawer: 'phone' })
  }, [editor, withPhone])
  useTitle(draft.definition.name)
  useSurroundings(editor)
  useValidation(editor)
  useFlowKeys(editor)

  useEffect(
    () =>
      editor.subscribe(() => {
        const { history, saving } = editor.getState()
        if (saving.state !== 'conflict') saver.change(history.present)
      }),
    [editor, saver],
  )

  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent): void => {
      if (!saver.unsaved) return
      void saver.flush(true)
      event.preventDefault()
    }
    window.addEventListener('beforeunload', onLeave)
    return () => {
      window.removeEventListener('beforeunload', onLeave)
      // leaving for another page of the editor saves what waits
      void saver.flush()
    }
  }, [saver])

  useEffect(() => () => phone.close(), [phone])
  useEffect(() => void loadLettersOfAllLanguages(), [])

  return (
    <EditorContext value={editor}>
      <PhoneContext value={phone}>
        <main className="workbench" aria-label={t('flow.label', { name: draft.definition.name })}>
          <FlowBar saver={saver} />
          <div className="workbench-middle">
            <div className="board-area">
              <Canvas path={path} />
              <Palette />
              <EmptyCanvas />
            </div>
            <Inspector />
          </div>
          <Drawer />
          <ConflictPanel saver={saver} />
        </main>
      </PhoneContext>
    </EditorContext>
  )
}
