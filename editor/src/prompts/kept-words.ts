import type { PromptWords } from './prompt-languages.tsx'

/** Words that were typed and not saved, by prompt: whoever looks something up on another page finds them again. */
const kept = new Map<string, { version: number; words: PromptWords }>()

export const keepWords = (promptId: string, version: number, words: PromptWords): void =>
  void kept.set(promptId, { version, words })
export const forgetWords = (promptId: string): void => void kept.delete(promptId)

/** What was typed over this very version; undefined when nothing was, or when there is a newer one. */
export function keptWords(promptId: string, version: number): PromptWords | undefined {
  const found = kept.get(promptId)
  return found?.version === version ? found.words : undefined
}
