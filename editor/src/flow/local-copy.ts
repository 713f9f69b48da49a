import type { FlowDefinition } from '@patchbay/core'

/** Work that is not on the server yet, as it lies in this browser. */
export interface LocalCopy {
  definition: unknown
  /** The revision of the draft that it was made from. */
  revision: number
}

export interface LocalCopies {
  read(): LocalCopy | undefined
  write(definition: FlowDefinition, revision: number): void
  clear(): void
}

/** Keeps unsaved work in the browser's storage, so that a closed tab or a lost network loses nothing. */
export function localCopies(flowId: string, storage: Storage): LocalCopies {
  const key = `patchbay.unsaved.${flowId}`
  return {
    read() {
      try {
        const stored: unknown = JSON.parse(storage.getItem(key) ?? 'null')
        if (typeof stored !== 'object' || stored === null || !('definition' in stored) || !('revision' in stored))
          return undefined
        return typeof stored.revision === 'number' ? { definition: stored.definition, revision: stored.revision } : undefined
      } catch {
        return undefined
      }
    },
    write(definition, revision) {
      try {
        storage.setItem(key, JSON.stringify({ definition, revision }))
      } catch {
        // a full or forbidden storage: saving to the server goes on, and leaving the page still warns
      }
    },
    clear: () => storage.removeItem(key),
  }
}
