import { type Manifest, type Words, wordsIn } from '@patchbay/core'
import type { RegistryPackage } from '@patchbay/core/http-contract'
import { readKeptManifest } from '../plugins/installations.ts'
import type { PackageHead } from '../storage/registry-store.ts'
import { compareVersions } from './versions.ts'

export const toVersionEntry = ({ version, publishedAt, hash, review, reason, yanked }: PackageHead) => ({
  version,
  publishedAt: publishedAt.toISOString(),
  hash,
  review,
  reason,
  yanked,
})

/** Packages by name, each with its versions, the newest first. */
export function toPackages(heads: readonly PackageHead[], installed: ReadonlyMap<string, string>): RegistryPackage[] {
  const byName = Map.groupBy(heads, ({ name }) => name)
  return [...byName.entries()].flatMap(([name, all]) => {
    const versions = all.toSorted((a, b) => compareVersions(b.version, a.version))
    const newest = versions.find(({ review, yanked }) => review === 'approved' && !yanked)
    const shown = newest ?? versions[0]
    if (shown === undefined) return []
    const manifest = readKeptManifest(shown.manifestText)
    return [
      {
        name,
        title: manifest.title,
        summary: manifest.summary,
        category: manifest.category,
        languages: languagesOf(manifest),
        publisher: shown.publisher,
        newest: newest?.version ?? null,
        installed: installed.get(name) ?? null,
        versions: versions.map(toVersionEntry),
      },
    ]
  })
}

/** The languages that a plugin's title is in: those who write one write all. */
const languagesOf = ({ title }: Manifest): string[] => (typeof title === 'string' ? ['en'] : Object.keys(title))

/** Every word of a query stands somewhere in its name, title or summary, in any language. */
export function hasText({ name, title, summary, category, publisher }: RegistryPackage, query: string): boolean {
  const all = (words: Words) => (typeof words === 'string' ? [words] : [wordsIn(words, 'en'), ...Object.values(words)])
  const text = [name, category, publisher, ...all(title as Words), ...all(summary as Words)].join(' ').toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
