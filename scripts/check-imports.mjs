import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import config from '../.dependency-cruiser.mjs'
import { root } from './project.mjs'

/** One import against each rule, in a house of the same layout. */
const FORBIDDEN = {
  'core-imports-nothing-of-the-project': { 'core/src/a.ts': "import '@patchbay/server'" },
  'core-has-no-node': { 'core/src/b.ts': "import 'node:fs'" },
  'editor-imports-core-only': { 'editor/src/a.tsx': "import type {} from '@patchbay/server'" },
  'emulator-imports-nothing-of-the-project': { 'runtime/vonage-emulator/src/a.ts': "import '@patchbay/core'" },
  'runtime-imports-no-editor': { 'runtime/server/src/a.ts': "import '../../../editor/src/b.ts'" },
  'database-and-sandbox-import-no-server': { 'runtime/mongo-embedded/src/a.ts': "export * from '@patchbay/server'" },
  'server-imports-no-cli': { 'runtime/server/src/b.ts': "await import('../../cli/src/index.ts')" },
  'sdk-imports-core-only': { 'plugins/sdk/src/a.ts': "import '@patchbay/server'" },
  'plugins-import-the-sdk-only': { 'plugins/crm/src/a.ts': "import '../../payments/src/index.ts'" },
  'nothing-imports-test': { 'runtime/server/src/c.ts': "import '../../../test/support/a.ts'" },
  'no-cycles': { 'core/src/c.ts': "import './d.ts'", 'core/src/d.ts': "import './c.ts'" },
  'everything-is-found': { 'core/src/e.ts': "import './nowhere.ts'" },
}
const HOUSE = [
  'core',
  'runtime/server',
  'runtime/cli',
  'runtime/vonage-emulator',
  'runtime/mongo-embedded',
  'plugins/sdk',
  'plugins/payments',
]

/** A rule that finds nothing may be a rule that sees nothing: each must find what was put there for it. */
async function provesItself() {
  const house = mkdtempSync(join(tmpdir(), 'patchbay-imports-'))
  try {
    const write = (path, text) => {
      mkdirSync(dirname(join(house, path)), { recursive: true })
      writeFileSync(join(house, path), text)
    }
    mkdirSync(join(house, 'node_modules', '@patchbay'), { recursive: true })
    for (const path of HOUSE) {
      const name = path.split('/').at(-1)
      const exports = { '.': { 'patchbay-source': './src/index.ts', default: './dist/index.js' } }
      write(`${path}/package.json`, JSON.stringify({ name: `@patchbay/${name}`, type: 'module', exports }))
      write(`${path}/src/index.ts`, 'export {}')
      symlinkSync(join(house, path), join(house, 'node_modules', '@patchbay', name))
    }
    write('editor/src/b.ts', 'export {}')
    write('test/support/a.ts', 'export {}')
    for (const files of Object.values(FORBIDDEN)) for (const [path, text] of Object.entries(files)) write(path, text)

    const { violations } = (await check(house, ['core', 'runtime', 'editor', 'plugins', 'test'])).summary
    const blind = config.forbidden.filter(({ name }) => {
      const files = Object.keys(FORBIDDEN[name] ?? {})
      return !violations.some((violation) => violation.rule.name === name && files.includes(violation.from))
    })
    if (blind.length > 0)
      throw new Error(`These rules did not find what they forbid: ${blind.map(({ name }) => name).join(', ')}`)
  } finally {
    rmSync(house, { recursive: true, force: true })
  }
}

async function check(baseDir, folders) {
  const options = { ...config.options, baseDir, validate: true, ruleSet: { forbidden: config.forbidden } }
  return (await cruise(folders, options, config.options.enhancedResolveOptions)).output
}

await provesItself()

const packagesIn = (folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}/src`)
const folders = ['core/src', 'editor/src', 'test', 'scripts', ...packagesIn('runtime'), ...packagesIn('plugins')].filter((path) =>
  existsSync(join(root, path)),
)
const { summary } = await check(root, folders)
if (summary.totalCruised === 0) throw new Error('No module was read: the import rules were not checked.')
for (const { rule, from, to, cycle } of summary.violations) {
  const { comment = '' } = config.forbidden.find(({ name }) => name === rule.name) ?? {}
  const way = cycle ? cycle.map(({ name }) => name).join(' → ') : to
  console.log(`${rule.name}: ${from} → ${way}${comment && `\n  ${comment}`}`)
}
if (summary.violations.length > 0) process.exitCode = 1
console.log(
  `checked ${summary.totalCruised} modules, ${summary.totalDependenciesCruised} imports, ${config.forbidden.length} rules`,
)
