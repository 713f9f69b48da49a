import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { parseArgs } from 'node:util'

/**
 * Runs a `mongod` as a process of ours: on a Unix socket that only its owner can open, ready by one line of JSON,
 * ended with its parent. Options: https://www.mongodb.com/docs/manual/reference/program/mongod/
 */
const { values } = parseArgs({
  options: {
    program: { type: 'string' },
    folder: { type: 'string' },
    socket: { type: 'string' },
    'end-with-stdin': { type: 'boolean', default: false },
  },
})
const { program, folder, socket } = values
if (!program || !folder || !socket) {
  console.error('Usage: main --program MONGOD --folder F --socket S [--end-with-stdin]')
  process.exit(2)
}

mkdirSync(folder, { recursive: true, mode: 0o700 })
rmSync(socket, { force: true })
const mongod = spawn(program, ['--dbpath', folder, '--bind_ip', socket, '--filePermissions', '0600'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
// its log is lines of JSON on stdout, where ours tells that it is ready
mongod.stdout.pipe(process.stderr)
mongod.once('error', (error) => {
  console.error(error.message)
  process.exitCode = 1
})
mongod.once('close', (code) => {
  clearInterval(knocking)
  process.exit(code ?? 1)
})

const knocking = setInterval(() => {
  const knock = connect(socket)
  knock.once('error', () => knock.destroy())
  knock.once('connect', () => {
    knock.destroy()
    clearInterval(knocking)
    console.log(JSON.stringify({ ready: true, url: `mongodb://${encodeURIComponent(socket)}/patchbay` }))
  })
}, 50)

const end = () => mongod.kill('SIGTERM')
process.once('SIGTERM', end)
process.once('SIGINT', end)
if (values['end-with-stdin']) process.stdin.once('end', end).once('error', end).resume()
