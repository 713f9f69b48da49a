import type { ObjectSchema } from '@patchbay/core'
import { useWords } from './use-plugin.ts'

/** What the fields of an output are called, in the reader's language; a field that is gone by its name. */
export function useFieldTitles({ properties }: ObjectSchema): (field: string) => string {
  const say = useWords()
  return (field) => say((Object.hasOwn(properties, field) ? properties[field]?.title : undefined) ?? field)
}
