import { counted, found, notApplicable, type Rule } from './rule.ts'
import { CARD_DIGITS, successExample } from './trial.ts'

/** Even a service that sends back all it was sent does not bring a secret into an answer, a reason or the log. The last rule but those of time. */
export const secretsRule: Rule = {
  number: 4,
  title: 'Secrets stay secret',
  async check(trial) {
    const { manifest, secrets } = trial
    if (Object.keys(secrets).length === 0 && !manifest.dataClasses.includes('card')) return notApplicable('has no secrets')
    const sent: string[] = []
    for (const [name, action] of Object.entries(manifest.actions)) {
      const example = successExample(action)
      if (example === undefined) continue
      for (const harm of ['echo', 'echoRefused'] as const) {
        trial.reset()
        trial.outside.harm(harm)
        await trial.run(name, example.input)
        sent.push(...trial.outside.requests().map(({ headers, text }) => JSON.stringify([headers, text])))
      }
    }
    const hidden = [...Object.entries(secrets), ['card digits', CARD_DIGITS] as const]
    const faults = hidden.flatMap(([key, value]) =>
      spellings(value).some((spelling) => trial.said().some((text) => text.includes(spelling))) ? [`${key} was told`] : [],
    )
    const used = Object.values(secrets).filter((value) => sent.some((text) => spellings(value).some((one) => text.includes(one))))
    return found(faults, `${used.length} of ${counted(Object.keys(secrets).length, 'secret')} sent, and sent back`)
  },
}

/** As it is, and packed with whatever stands before and behind it. */
const spellings = (text: string): string[] => [
  text,
  encodeURIComponent(text),
  ...[0, 1, 2].map((before) => {
    const packed = Buffer.from(`${'x'.repeat(before)}${text}`)
      .toString('base64')
      .replace(/=+$/, '')
    return packed.slice(before === 0 ? 0 : before + 1, -2)
  }),
]
