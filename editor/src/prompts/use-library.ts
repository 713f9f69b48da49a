import type { SharedPrompt } from '@patchbay/core'
import type { LibraryPrompt, PromptList } from '@patchbay/core/http-contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { listPrompts } from '../api/prompts.ts'

const KEY = ['prompts']

/** Shared prompts by id; undefined until they are known. */
export function useLibrary(): ReadonlyMap<string, LibraryPrompt> | undefined {
  const { data } = useQuery({ queryKey: KEY, queryFn: listPrompts })
  return useMemo(() => (data === undefined ? undefined : new Map(data.prompts.map((prompt) => [prompt.id, prompt]))), [data])
}

/** Makes a prompt known at once: what names it next is checked against what is known. */
export function useAddPrompt(): (prompt: LibraryPrompt) => void {
  const queryClient = useQueryClient()
  return (prompt) =>
    queryClient.setQueryData<PromptList>(KEY, (list) => ({
      prompts: [prompt, ...(list?.prompts ?? []).filter(({ id }) => id !== prompt.id)],
    }))
}

/** As a flow is checked with it. */
export const toShared = ({ text, recording, version }: LibraryPrompt): SharedPrompt => ({ text, recording, version })
