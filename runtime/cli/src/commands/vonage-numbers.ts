import { numberListSchema, numberSchema } from '@patchbay/core/http-contract'
import { Command } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import type { Terminal } from '../terminal.ts'
import { type NumberDesk, numberDesk } from '../vonage/number-desk.ts'
import { offerLine, ownedLine, readCountry, readNumber, readSearch } from '../vonage/number-words.ts'
import { environment, surroundings } from '../vonage/surroundings.ts'

interface Common {
  server?: string
  json?: boolean
}

/** `patchbay vonage numbers …`: one small command a verb, all at the same desk. */
export function vonageNumbersCommand(terminal: Terminal): Command {
  const desk = async ({ server }: Common): Promise<NumberDesk> => numberDesk(await surroundings(environment(), server))
  const print = ({ json = false }: Common, data: unknown, lines: readonly string[]) =>
    terminal.out(json ? JSON.stringify(data, null, 2) : lines.join('\n'))

  const list = verb('list', 'List the numbers of the account.').action(async (options: Common) => {
    const numbers = await (await desk(options)).list()
    print(options, numbers, numbers.length === 0 ? ['The account has no numbers.'] : numbers.map(ownedLine))
  })

  const search = verb('search', 'Search numbers that are for sale, with their price.')
    .argument('<country>', 'two letters, such as GB')
    .option('--pattern <digits>', 'digits that are somewhere in the number')
    .option('--features <list>', 'what it must be able to do', 'VOICE')
    .option('--type <type>', 'landline, mobile-lvn or landline-toll-free')
    .action(async (country: string, options: Common & { features: string; pattern?: string; type?: string }) => {
      const query = readSearch({ ...options, country })
      const { count, numbers } = await (await desk(options)).search(query)
      const more = count > numbers.length ? [`… and ${count - numbers.length} more; narrow the search with --pattern.`] : []
      print(options, numbers, numbers.length === 0 ? ['Nothing is for sale that fits.'] : [...numbers.map(offerLine), ...more])
    })

  const buy = verb('buy', 'Buy a number at a price that you name, and link it to the application.')
    .argument('<number>', 'such as +442079460123')
    .requiredOption('--country <country>', 'two letters, such as GB')
    .option('--monthly-cost <euro>', 'what it costs a month, as search shows it')
    .option('--yes', 'you saw the price, and agree to pay it')
    .action(async (typed: string, options: Common & { country: string; monthlyCost?: string; yes?: boolean }) => {
      const { monthlyCost, yes = false } = options
      const number = readNumber(typed)
      const country = readCountry(options.country)
      const at = await desk(options)
      if (monthlyCost === undefined || !yes) {
        const offer = (await at.search({ country, pattern: number, features: 'VOICE' })).numbers.find(
          (one) => one.number === number,
        )
        if (offer === undefined) throw new CommandFailure(`+${number} is not for sale.`)
        throw new CommandFailure(
          `${offerLine(offer)}. Nothing is bought yet. To buy it: patchbay vonage numbers buy +${number} --country ${country} --monthly-cost ${offer.monthlyCost} --yes`,
          { exitCode: 2 },
        )
      }
      const bought = await at.buy({ number, country, monthlyCost, confirm: true })
      print(options, bought, [`+${number} is yours, and linked to the application.`])
    })

  const assign = verb('assign', 'Link a number to the application, clear its own callbacks, and lead it to a flow.')
    .argument('<number>', 'such as +442079460123')
    .option('--flow <id>', 'the flow whose live version callers reach')
    .action(async (typed: string, options: Common & { flow?: string }) => {
      const { flow } = options
      const number = readNumber(typed)
      const found = await surroundings(environment(), options.server)
      if (flow !== undefined && !found.running) {
        throw new CommandFailure(`No Patchbay runs at ${found.address}, so the number can be led to no flow. Start it first.`)
      }
      const linked = await numberDesk(found).assign(number)
      if (flow !== undefined && found.running) {
        const { numbers } = (await found.running.get('/api/v1/numbers', numberListSchema)).body
        const { label = `+${number}`, rules = [] } = numbers.find((one) => one.number === number) ?? {}
        // rules for named callers stay in front
        const kept = rules.filter(({ callers }) => callers !== undefined)
        const body = { label, rules: [...kept, { target: { use: 'live', flowId: flow } }] }
        await found.running.send('PUT', `/api/v1/numbers/${number}`, { body, reply: numberSchema })
      }
      const leads = flow === undefined ? '' : `, and leads to ${flow}`
      print(options, linked, [`+${number} is linked to the application${leads}.`])
    })

  const release = verb('release', 'Give a number back for good: somebody else may get it.')
    .argument('<number>', 'such as +442079460123')
    .option('--yes', 'you mean it')
    .option('--even-with-flow', 'also when its callers are led to a flow')
    .action(async (typed: string, options: Common & { yes?: boolean; evenWithFlow?: boolean }) => {
      const number = readNumber(typed)
      if (options.yes !== true) {
        throw new CommandFailure(`+${number} would be gone for good. If you mean it, add --yes.`, { exitCode: 2 })
      }
      await (await desk(options)).release(number, options.evenWithFlow ?? false)
      print(options, { released: number }, [`+${number} is given back.`])
    })

  const numbers = new Command('numbers').description('List, search, buy, assign and release telephone numbers.')
  for (const one of [list, search, buy, assign, release]) numbers.addCommand(one)
  return numbers
}

function verb(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--server <url>', 'the Patchbay that runs with the account (default: the one of this machine)')
    .option('--json', 'print the outcome as JSON')
}
