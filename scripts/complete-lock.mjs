import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './project.mjs'

// npm leaves out of the lock file what it cannot see from the machine that writes it, such as a compiler's builds for other
// systems on a registry that does not carry them; `npm ci` then fails, or installs nothing that runs there. This adds them
// by name and version. It is run after dependencies changed; a test holds the lock file to it.
const file = join(root, 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))

const added = missingOptionals(lock.packages)
for (const { name, version, dev } of added) {
  const { cpu, libc, os } = systemsOf(name)
  lock.packages[`node_modules/${name}`] = { version, cpu, ...(dev ? { dev } : {}), ...(libc ? { libc } : {}), optional: true, os }
}
if (added.length > 0) {
  const inOrder = ([a], [b]) => a.localeCompare(b, 'en')
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(inOrder))
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
}
console.log(added.length === 0 ? 'The lock file is complete.' : `Added ${added.map(({ name }) => name).join(', ')}.`)

function missingOptionals(packages) {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isFound(packages, path, name))
      .map(([name, version]) => {
        if (!/^\d+\.\d+\.\d+[^ ]*$/.test(version))
          throw new Error(`${path} asks for ${name} ${version}: which version that is, npm must say.`)
        return { name, version, dev }
      }),
  )
}

/** Node's own search: beside the package that asks, then in each folder above it. */
function isFound(packages, from, name) {
  for (let path = from; ; path = path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/')))) {
    if (packages[`${path === '' ? '' : `${path}/`}node_modules/${name}`]) return true
    if (path === '') return false
  }
}

/** Which systems a build is for, as its name says: npm then fetches it on those only. */
function systemsOf(name) {
  const [, os, cpu, abi = ''] = /-(darwin|linux|win32|android|freebsd|openharmony)-([a-z0-9]+?)(?:-([a-z]+))?$/.exec(name) ?? []
  if (os === undefined || cpu === undefined) throw new Error(`${name} does not say by its name which system it is for.`)
  const libc = os !== 'linux' || abi === '' ? undefined : [abi.startsWith('musl') ? 'musl' : 'glibc']
  return { cpu: [cpu], libc, os: [os] }
}
