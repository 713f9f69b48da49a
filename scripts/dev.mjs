import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ensureInstalled } from './install.mjs'
import { pinnedNode, root, toolEnv } from './project.mjs'

// Patchbay from its sources, and the editor from Vite's development server, which hands /api on to it.
// What is changed in the editor shows at once; after a change in core or runtime, press Ctrl-C and start again.
await ensureInstalled()

const patchbay = spawn(pinnedNode, ['--conditions=patchbay-source', join(root, 'runtime/cli/src/main.ts'), 'start', '--json'], {
  cwd: root,
  env: toolEnv(),
  stdio: ['inherit', 'pipe', 'inherit', 'ipc'],
})
let vite

createInterface({ input: patchbay.stdout }).on('line', (line) => {
  const event = JSON.parse(line)
  if (event.type === 'ready' || event.type === 'alreadyRunning') startEditor(event.url)
  else console.log(line)
})

function startEditor(url) {
  console.log(`The server is at ${url}; open the address that Vite prints.`)
  vite = spawn(pinnedNode, [join(root, 'node_modules/vite/bin/vite.js'), '--host', '127.0.0.1'], {
    cwd: join(root, 'editor'),
    env: toolEnv({ PATCHBAY_URL: url }),
    stdio: 'inherit',
  })
  vite.once('exit', () => patchbay.kill('SIGTERM'))
}

// Ctrl-C reaches all three by themselves: this process waits for the others
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    vite?.kill('SIGTERM')
    patchbay.kill('SIGTERM')
  })
}
patchbay.once('exit', (code) => {
  process.exitCode = code ?? 1
  // an already running Patchbay is not ours to stop: the editor goes on beside it
  if (code !== 0) vite?.kill('SIGTERM')
})
