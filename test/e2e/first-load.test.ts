import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const dist = resolve(import.meta.dirname, '../../editor/dist')

interface Chunk {
  file: string
  imports?: string[]
}

/** Everything that the browser fetches before the list of flows is seen: the entry, what it imports, and the English texts. */
function firstFiles(): string[] {
  const manifestFile = join(dist, '.vite/manifest.json')
  if (!existsSync(manifestFile)) throw new Error('The editor is not built: npm run build')
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, Chunk>
  const seen = new Set<string>()
  const visit = (name: string): void => {
    const chunk = manifest[name]
    if (chunk === undefined || seen.has(chunk.file)) return
    seen.add(chunk.file)
    for (const imported of chunk.imports ?? []) visit(imported)
  }
  visit('index.html')
  visit('src/locales/en.json')
  return [...seen].filter((file) => file.endsWith('.js'))
}

test('what loads first is at most 250 KB of JavaScript, compressed', () => {
  const files = firstFiles()
  expect(files.length).toBeGreaterThan(1)
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0)
  expect(bytes / 1024).toBeLessThan(250)
})

test('neither zod nor the canvas nor the layout engine loads first', () => {
  const code = firstFiles()
    .map((file) => readFileSync(join(dist, file), 'utf8'))
    .join('\n')
  // words that only these libraries carry, whatever their functions are called in the build
  for (const mark of ['ZodError', 'react-flow__', 'elk.algorithm']) expect(code.includes(mark), mark).toBe(false)
})
