import type { Switches } from '../config.ts'
import { type Refusal, refusal } from './refusal.ts'

type Fields = Record<string, unknown>

/** Fields that Vonage knows in one reading of its sources and not in another. */
interface ContestedField {
  action: string
  /** The object within the action that has it; the action itself, when it is left out. */
  within?: string
  field: string
  rule: string
  known(switches: Switches): boolean
}

const known = ({ newFields }: Switches) => newFields === 'known'
const camel = ({ spelling }: Switches) => spelling !== 'snakeCase'
const snake = ({ spelling }: Switches) => spelling !== 'camelCase'

const CONTESTED: readonly ContestedField[] = [
  { action: 'talk', field: 'provider', rule: 'V1.2-9', known },
  { action: 'talk', field: 'providerOptions', rule: 'V1.2-9', known },
  { action: 'input', within: 'speech', field: 'provider', rule: 'V1.4-16', known },
  { action: 'input', within: 'speech', field: 'providerOptions', rule: 'V1.4-16', known },
  { action: 'connect', field: 'advancedMachineDetection', rule: 'V1.8-8', known: camel },
  { action: 'connect', field: 'advanced_machine_detection', rule: 'V1.8-8', known: snake },
  { action: 'transfer', field: 'conversationId', rule: 'V1.11-1', known: camel },
  { action: 'transfer', field: 'conversation_id', rule: 'V1.11-1', known: snake },
]

/** An action's fields as the switches read them: what is not known in their reading is refused or passed over as any unknown field. */
export function asRead(
  action: string,
  fields: Fields,
  switches: Switches,
): { fields: Fields; refused?: never } | { refused: Refusal; fields?: never } {
  let read = fields
  for (const contested of CONTESTED) {
    const { within, field, rule } = contested
    if (contested.action !== action || contested.known(switches)) continue
    const holder = within === undefined ? read : read[within]
    if (!isObject(holder) || !(field in holder)) continue
    if (switches.unknownFields === 'refuse')
      return { refused: refusal(rule, within === undefined ? field : `${within}.${field}`) }
    const { [field]: _unknown, ...rest } = holder
    read = within === undefined ? rest : { ...read, [within]: rest }
  }
  return { fields: read }
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
