import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { pinnedNode, root, toolEnv } from './project.mjs'

try {
  await ensureInstalled()
  await ensureBuilt()
  process.exitCode = await patchbay(['start', ...process.argv.slice(2)])
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

/** Runs the command line on the pinned Node. The channel tells it when this process is gone, however it went. */
function patchbay(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(pinnedNode, [join(root, 'runtime/cli/bin/patchbay.mjs'), ...args], {
      cwd: root,
      env: toolEnv(),
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    })
    // a terminal sends Ctrl-C to both processes, `kill` to this one only: the command line takes two at once for one
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)))
  })
}
