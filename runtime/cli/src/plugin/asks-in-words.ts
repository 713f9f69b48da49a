import { wordsIn } from '@patchbay/core'
import type { PluginAsks, PluginGrants } from '@patchbay/core/http-contract'

const DATA: Readonly<Record<PluginAsks['dataClasses'][number], string>> = {
  card: 'card numbers, as tokens: the digits go to its hosts, and never to the plugin',
  personal: 'personal data, such as names and telephone numbers',
  contact: 'telephone numbers and addresses of people',
  payment: 'what people pay, and by what means',
  health: 'health data',
  location: 'where people are',
  recording: 'recordings of people',
}

/** What a plugin asks for, a line each, as people read it who are to say yes. */
export const asksInWords = ({ hosts, secrets, dataClasses, sideEffects }: PluginAsks): string[] => [
  ...hosts.map((host) => `It reaches ${host}${host.includes('*') ? ' (one name of your own in the place of *)' : ''}.`),
  ...secrets.map(
    ({ key, title, hosts: towards, optional }) =>
      `It ${optional ? 'may use' : 'uses'} the secret ${key} (${wordsIn(title, 'en')}), ${
        towards.length === 0 ? 'to check and make signatures, and sends it nowhere' : `towards ${towards.join(', ')} only`
      }.`,
  ),
  ...dataClasses.map((one) => `It is given ${DATA[one]}.`),
  ...(sideEffects.includes('write') ? ['It changes things.'] : []),
  ...(sideEffects.includes('money') ? ['It moves money.'] : []),
]

/** Yes to all of it; names in the place of wildcards are told. */
export const grantsFor = ({ hosts, secrets, dataClasses }: PluginAsks, origins: readonly string[]): PluginGrants => ({
  origins: [...hosts.filter((host) => !host.includes('*')), ...origins],
  secrets: secrets.map(({ key }) => key),
  dataClasses: [...dataClasses],
})
