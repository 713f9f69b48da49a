import { backupDatabase, checkDatabase, compactDatabase, restoreDatabase } from '@patchbay/mongo-embedded'
import { Command } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import { exportDatabase, importDatabase } from '../database/database-file.ts'
import { assertStopped, dataFolderOf, withDatabase } from '../database/open-database.ts'
import type { Terminal } from '../terminal.ts'

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`
const KEY_APART = 'The secret key is not in it: keep the file secret-key of the data folder, without which no call can be read.'

/** `patchbay db …`: looking after the data. The first four are for the embedded database, the last two for any. */
export function dbCommands(terminal: Terminal): Command[] {
  const say = (json: boolean | undefined, report: object, words: string) => terminal.out(json ? JSON.stringify(report) : words)
  return [
    new Command('check')
      .description('Read all of the embedded database and say what is wrong with it. Patchbay must be stopped.')
      .option('--json', 'print the report as JSON')
      .action(async ({ json }: { json?: boolean }) => {
        const here = dataFolderOf(process.env)
        assertStopped(here)
        const report = await checkDatabase(here.folder.database)
        const { collections, documents, indexEntries, faults } = report
        const counts = `${documents} documents in ${collections} collections, ${indexEntries} index entries`
        say(json, report, faults.length === 0 ? `All is well: ${counts}.` : [`${counts}.`, ...faults].join('\n'))
        if (faults.length > 0)
          throw new CommandFailure(`${faults.length} faults. Restore the last backup: patchbay db restore <backup>.`)
      }),
    new Command('compact')
      .description('Give unused space of the embedded database back to the disk. Patchbay must be stopped.')
      .option('--json', 'print the report as JSON')
      .action(async ({ json }: { json?: boolean }) => {
        const here = dataFolderOf(process.env)
        assertStopped(here)
        const report = await compactDatabase(here.folder.database)
        say(json, report, `${megabytes(report.bytesBefore)} before, ${megabytes(report.bytesAfter)} now.`)
      }),
    new Command('backup')
      .description('Copy the embedded database as it is at this moment, also while Patchbay runs.')
      .argument('<folder>', 'where to; empty or not there yet')
      .option('--json', 'print the report as JSON')
      .action(async (to: string, { json }: { json?: boolean }) => {
        const bytes = await backupDatabase(dataFolderOf(process.env).folder.database, to)
        say(json, { bytes }, `${megabytes(bytes)} written to ${to}. ${KEY_APART}`)
      }),
    new Command('restore')
      .description('Put a backup into a data folder that has no database yet.')
      .argument('<backup>', 'the folder that `patchbay db backup` wrote')
      .action((backup: string) => {
        const here = dataFolderOf(process.env)
        assertStopped(here)
        restoreDatabase(backup, here.folder.database)
        terminal.out(`Restored to ${here.folder.database}. ${KEY_APART}`)
      }),
    new Command('export')
      .description('Write all data to one file, to take it to another database.')
      .argument('<file>', 'such as patchbay.db.gz')
      .option('--json', 'print the report as JSON')
      .action(async (file: string, { json }: { json?: boolean }) => {
        const counted = await withDatabase(process.env, (database) => exportDatabase(database, file))
        say(
          json,
          counted,
          `${counted.documents} documents in ${counted.collections} collections written to ${file}. ${KEY_APART}`,
        )
      }),
    new Command('import')
      .description('Put such a file into a database that is empty.')
      .argument('<file>', 'what `patchbay db export` wrote')
      .option('--json', 'print the report as JSON')
      .action(async (file: string, { json }: { json?: boolean }) => {
        assertStopped(dataFolderOf(process.env))
        const counted = await withDatabase(process.env, (database) => importDatabase(database, file))
        say(json, counted, `${counted.documents} documents in ${counted.collections} collections. ${KEY_APART}`)
      }),
  ]
}
