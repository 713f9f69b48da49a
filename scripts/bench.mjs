import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { pinnedNode, root, run } from './project.mjs'

/** What a benchmark prints besides its figures is not ours to read. */
const MARK = 'figures: '

const json = process.argv.includes('--json')
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))

try {
  await ensureInstalled()
  await ensureBuilt({ quiet: json })
  process.exitCode = await benchAll()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

/** Each benchmark is a module of test/bench that exports `run()` and gives its figures as an object; each runs in a process of its own. */
async function benchAll() {
  const folder = join(root, 'test', 'bench')
  const modules = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith('.ts')).sort()
  const files = modules.filter((name) =>
    /^export (async )?(function|const) run\b/m.test(readFileSync(join(folder, name), 'utf8')),
  )
  const chosen = files.filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  if (chosen.length === 0)
    throw new Error(`No benchmark ${wanted.join(' ')} in test/bench. There are: ${files.join(', ') || 'none'}`)

  const results = {}
  let failures = 0
  for (const name of chosen) {
    if (!json) console.log(`\n${name.replace(/(\.bench)?\.ts$/, '')}`)
    const figures = await measure(join(folder, name))
    if (figures === undefined) failures++
    else if (json) results[name] = figures
    else if (Array.isArray(figures)) printTable(figures, '  ')
    else print(figures, '  ')
  }
  if (json) {
    const about = { at: new Date().toISOString(), node: process.version, cpus: cpus().length }
    console.log(JSON.stringify({ ...about, ...headline(results), results }, null, 2))
  }
  return failures > 0 ? 1 : 0
}

/** What is asked for most, by how many calls there are at once; absent when it was not measured. */
function headline({ 'voice-turn.ts': turns }) {
  if (turns === undefined) return {}
  const { bareKoaPerSecond, nodeRedPerSecond, durableTurnsPerSecond } = turns
  return { bareKoaPerSecond, nodeRedPerSecond, durableTurnsPerSecond }
}

async function measure(file) {
  const script = `const { run } = await import(${JSON.stringify(file)}); console.log(${JSON.stringify(MARK)} + JSON.stringify(await run())); process.exit()`
  const { code, output } = await run(pinnedNode, ['--input-type=module', '--eval', script])
  const line = output.split('\n').find((text) => text.startsWith(MARK))
  if (code === 0 && line) return JSON.parse(line.slice(MARK.length))
  console.error(output.trim() || `${file} ended without figures (exit code ${code})`)
  return undefined
}

/** Lists of like objects as a table, everything else as names and values. */
function print(value, indent) {
  for (const [name, entry] of Object.entries(value)) {
    if (Array.isArray(entry) && entry.every((row) => typeof row === 'object' && row !== null)) {
      console.log(`${indent}${name}`)
      printTable(entry, `${indent}  `)
    } else if (typeof entry === 'object' && entry !== null) {
      console.log(`${indent}${name}`)
      print(entry, `${indent}  `)
    } else console.log(`${indent}${name}: ${shown(entry)}`)
  }
}

function printTable(rows, indent) {
  const columns = [...new Set(rows.flatMap(Object.keys))]
  const cells = [columns, ...rows.map((row) => columns.map((column) => shown(row[column])))]
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index].length)))
  for (const row of cells) console.log(indent + row.map((cell, index) => cell.padStart(widths[index])).join('  '))
}

function shown(value) {
  if (typeof value !== 'number') return typeof value === 'object' ? JSON.stringify(value) : String(value ?? '')
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Math.round(value * 100) / 100)
}
