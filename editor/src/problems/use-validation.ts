import type { FlowDefinition, Issue, Surroundings } from '@patchbay/core'
import { useEffect } from 'react'
import { useBindingNames } from '../bindings/use-bindings.ts'
import type { FlowEditor } from '../flow/flow-editor.ts'
import type { Checked } from './validation-worker.ts'

const PAUSE_MS = 200

/** Checks the flow beside the page, a moment after each edit: large flows take longer than a key press may. */
export function useValidation(editor: FlowEditor): void {
  const bindings = useBindingNames()
  useEffect(() => {
    const known: Surroundings = bindings === undefined ? {} : { bindings }
    const worker = new Worker(new URL('./validation-worker.ts', import.meta.url), { type: 'module' })
    let checked: FlowDefinition | undefined
    let checkedWith: Surroundings | undefined
    let busy = false
    let timer: ReturnType<typeof setTimeout> | undefined

    const isChecked = (): boolean => {
      const { history, surroundings } = editor.getState()
      return history.present === checked && surroundings === checkedWith
    }
    const check = (): void => {
      const { history, surroundings } = editor.getState()
      if (busy || isChecked()) return
      checked = history.present
      checkedWith = surroundings
      busy = true
      worker.postMessage({ flow: checked, surroundings: { ...surroundings, ...known } } satisfies Checked)
    }
    worker.onmessage = ({ data }: MessageEvent<Issue[]>) => {
      busy = false
      editor.set({ issues: data })
      // edits that came meanwhile
      check()
    }
    check()
    const unsubscribe = editor.subscribe(() => {
      if (isChecked()) return
      clearTimeout(timer)
      timer = setTimeout(check, PAUSE_MS)
    })
    return () => {
      clearTimeout(timer)
      unsubscribe()
      worker.terminate()
    }
  }, [editor, bindings])
}
