import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Command } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import { readHolder } from '../start/folder-lock.ts'
import { freePort } from '../start/free-port.ts'
import { type Environment, readStartSettings, type StartSettings } from '../start/start-settings.ts'
import type { Terminal } from '../terminal.ts'

interface Finding {
  what: string
  good: boolean
  says: string
}

export function doctorCommand(terminal: Terminal): Command {
  return new Command('doctor')
    .description('Look at what Patchbay needs on this machine.')
    .option('--json', 'print the findings as JSON')
    .action(async ({ json = false }: { json?: boolean }) => {
      if (existsSync('.env')) process.loadEnvFile('.env')
      const findings = await examine(process.env)
      if (json) terminal.out(JSON.stringify(findings, null, 2))
      else for (const { what, good, says } of findings) terminal.out(`${good ? 'good ' : 'fault'}  ${what.padEnd(12)} ${says}`)
      const faults = findings.filter(({ good }) => !good).length
      if (faults > 0) throw new CommandFailure(faults === 1 ? 'One thing is in the way.' : `${faults} things are in the way.`)
    })
}

async function examine(env: Environment): Promise<Finding[]> {
  const settings = await attempt('settings', async () => readStartSettings(env, process.cwd()))
  const browser = findBrowser(env)
  return [
    {
      what: 'node',
      good: Number(process.versions.node.split('.')[0]) >= 24,
      says: `${process.versions.node} (24 or later is needed)`,
    },
    ...('finding' in settings ? [settings.finding] : await examineFolder(settings.value)),
    // only the browser tests need one
    { what: 'chromium', good: true, says: browser ?? 'none found; needed only by the browser tests of npm test' },
  ]
}

async function examineFolder({ dataFolder, host, port }: StartSettings): Promise<Finding[]> {
  const holder = readHolder(join(dataFolder, 'patchbay.lock'))
  const begun = existsSync(join(dataFolder, 'database.json'))
  const folder = { what: 'data folder', good: true, says: `${dataFolder}${begun ? '' : ' (made at the first start)'}` }
  if (holder)
    return [
      folder,
      {
        what: 'port',
        good: true,
        says: `Patchbay is running here (pid ${holder.pid}) at ${holder.url ?? 'an address not known yet'}`,
      },
    ]
  const free = await attempt('port', () => freePort(host, port))
  return [folder, 'finding' in free ? free.finding : { what: 'port', good: true, says: `${free.value} on ${host} is free` }]
}

async function attempt<T>(what: string, look: () => Promise<T>): Promise<{ value: T } | { finding: Finding }> {
  try {
    return { value: await look() }
  } catch (thrown) {
    if (!(thrown instanceof CommandFailure)) throw thrown
    return { finding: { what, good: false, says: thrown.message } }
  }
}

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

function findBrowser({ CHROMIUM_PATH, PATH = '' }: Environment): string | undefined {
  if (CHROMIUM_PATH) return CHROMIUM_PATH
  return PATH.split(delimiter)
    .flatMap((folder) => BROWSERS.map((name) => join(folder, name)))
    .find((path) => existsSync(path))
}
