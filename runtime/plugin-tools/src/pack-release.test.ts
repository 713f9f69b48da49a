import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packRelease } from './pack-release.ts'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'patchbay-release-'))
})
afterAll(() => rmSync(root, { recursive: true }))

function pluginIn(folder: string, name: string, version: string): void {
  const nothing = { type: 'object', properties: {} }
  const examples = [{ input: {}, outlet: 'done' }]
  const go = { title: 'Go', summary: 'Goes.', input: nothing, output: nothing, outlets: ['done'], sideEffect: 'read', examples }
  const manifest = { name, version, sdk: 1, title: name, summary: name, category: 'devices', actions: { go } }
  mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, name, 'plugin.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, name, 'handlers.ts'), "export default { actions: { go: () => ({ outlet: 'done' }) } }")
}

test('every plugin of a folder is packed and listed, and what was there before goes', async () => {
  const [from, to] = [join(root, 'src'), join(root, 'packed')]
  pluginIn(from, 'lamp', '1.0.0')
  pluginIn(from, 'door', '2.1.0')
  mkdirSync(join(from, 'shared'))
  const { packages } = await packRelease(from, to, ['lamp', 'not-there-yet'])
  expect(packages.map(({ name, version, builtIn }) => [name, version, builtIn])).toEqual([
    ['door', '2.1.0', false],
    ['lamp', '1.0.0', true],
  ])
  pluginIn(from, 'lamp', '1.1.0')
  await packRelease(from, to, ['lamp'])
  expect(readdirSync(to).sort()).toEqual(['door-2.1.0.plugin.json', 'index.json', 'lamp-1.1.0.plugin.json'])
  expect(JSON.parse(readFileSync(join(to, 'index.json'), 'utf8'))).toMatchObject({
    packages: [{ file: 'door-2.1.0.plugin.json' }, { version: '1.1.0' }],
  })
})

test('with no plugins there is an empty list', async () => {
  expect(await packRelease(join(root, 'nowhere'), join(root, 'none'), [])).toEqual({ packages: [] })
})

test('one that cannot be packed is named', async () => {
  pluginIn(join(root, 'bad'), 'lamp', 'one')
  await expect(packRelease(join(root, 'bad'), join(root, 'out'), [])).rejects.toThrow('lamp: version: must be a version')
})
