import type { Manifest } from '@patchbay/core'

/** A plugin by its name, or, by the name of a category, the one of it that was installed first. */
export const findPlugin = (installed: readonly Manifest[], name: string): Manifest | undefined =>
  installed.find((manifest) => manifest.name === name) ?? installed.find(({ category }) => category === name)
