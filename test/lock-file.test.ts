import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

interface LockedPackage {
  optionalDependencies?: Record<string, string>
}

const lock = JSON.parse(readFileSync(resolve(import.meta.dirname, '../package-lock.json'), 'utf8'))
const packages = Object.entries(lock.packages as Record<string, LockedPackage>)
const names = new Set(packages.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)))

// npm ci refuses a lock file with gaps, and on another system the builds for it would be missing: node scripts/complete-lock.mjs
test('the lock file has every build for every system that a package names', () => {
  const named = packages.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies))
  expect(named).not.toHaveLength(0)
  expect(named.filter((name) => !names.has(name))).toEqual([])
})
