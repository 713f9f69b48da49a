import { validate } from '@patchbay/core'
import { useEffect } from 'react'
import type { FlowEditor } from '../flow/flow-editor.ts'

const PAUSE_MS = 200
const idle = (work: () => void): void =>
  void (typeof requestIdleCallback === 'function' ? requestIdleCallback(work, { timeout: 1000 }) : setTimeout(work))

/** Checks the flow when nobody types: findings are at most a moment old, and typing stays smooth. */
export function useValidation(editor: FlowEditor): void {
  useEffect(() => {
    let checked: unknown
    let timer: ReturnType<typeof setTimeout> | undefined
    const check = (): void => {
      const flow = editor.getState().history.present
      if (flow === checked) return
      checked = flow
      editor.set({ issues: validate(flow) })
    }
    check()
    const unsubscribe = editor.subscribe(() => {
      if (editor.getState().history.present === checked) return
      clearTimeout(timer)
      timer = setTimeout(() => idle(check), PAUSE_MS)
    })
    return () => {
      clearTimeout(timer)
      unsubscribe()
    }
  }, [editor])
}
