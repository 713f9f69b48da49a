import type { Surroundings } from '@patchbay/core'
import { useEffect } from 'react'
import type { FlowEditor } from '../flow/flow-editor.ts'
import { toShared, useLibrary } from '../prompts/use-library.ts'
import { useMedia } from '../recordings/use-media.ts'

/** Tells the open flow what it leans on, as soon as it is known: shared prompts and uploaded recordings. */
export function useSurroundings(editor: FlowEditor): void {
  const library = useLibrary()
  const media = useMedia()
  useEffect(() => {
    const surroundings: Surroundings = {
      ...(library === undefined
        ? {}
        : { prompts: Object.fromEntries([...library].map(([id, prompt]) => [id, toShared(prompt)])) }),
      ...(media === undefined ? {} : { media: new Set(media.keys()) }),
    }
    editor.set({ surroundings })
  }, [editor, library, media])
}
