import { type Manifest, outletsOfAction } from './manifest.ts'
import type { TriggerSignature } from './trigger-schema.ts'

interface Fault {
  field: string
  problem: string
}

/** What triggers, and actions that wait for them, have wrong. */
export const triggerFaults = (manifest: Manifest): Fault[] => [
  ...Object.entries(manifest.triggers).flatMap(([name, trigger]) =>
    ofTrigger(manifest, trigger).map(({ field, problem }) => ({ field: `triggers.${name}.${field}`, problem })),
  ),
  ...Object.entries(manifest.actions).flatMap(([name, action]) =>
    ofWait(manifest, action).map((problem) => ({ field: `actions.${name}.waits`, problem })),
  ),
]

function ofTrigger({ secrets, hosts }: Manifest, { signature, id, key, output }: Manifest['triggers'][string]): Fault[] {
  const field = key === undefined || !Object.hasOwn(output.properties, key) ? undefined : output.properties[key]
  const found: Fault[] =
    key !== undefined && (field?.type !== 'string' || !output.required?.includes(key))
      ? [{ field: 'key', problem: 'must name a text of the output that is always there' }]
      : []
  if (signature.scheme !== 'unsigned') return [...ofSignature(secrets, signature), ...found]
  return [
    ...(hosts.length > 0 ? [] : [{ field: 'signature.scheme', problem: 'needs a host: the handler has to ask the provider' }]),
    // else anybody could take the id of an event before it comes
    ...(id === undefined
      ? []
      : [{ field: 'id', problem: 'is not for what nobody has signed: the same content is the same event' }]),
    ...found,
  ]
}

function ofSignature(secrets: Manifest['secrets'], { scheme, secret, signed, parts, timeHeader }: TriggerSignature): Fault[] {
  const found: Fault[] = []
  const fault = (field: string, problem: string) => found.push({ field, problem })
  if (!secrets.some((one) => one.key === secret)) fault('signature.secret', `there is no secret ${secret}`)
  if (scheme !== 'bearer' && !signed.includes('{body}')) fault('signature.signed', 'must hold {body}: else anybody can change it')
  const isDated = timeHeader !== undefined || parts?.time !== undefined
  if (signed.includes('{time}') && !isDated) fault('signature.signed', 'has {time}, and nothing says where it comes from')
  if (scheme !== 'bearer' && isDated && !signed.includes('{time}'))
    fault('signature.signed', 'must hold {time}: else anybody can change it')
  if (scheme === 'bearer' && parts !== undefined) fault('signature.parts', 'is for signatures, not for bearer')
  return found
}

function ofWait({ triggers }: Manifest, action: Manifest['actions'][string]): string[] {
  const { waits, mode, input } = action
  if (waits === undefined) return []
  const trigger = Object.hasOwn(triggers, waits.trigger) ? triggers[waits.trigger] : undefined
  const names = outletsOfAction(action).map(({ name }) => name)
  return [
    ...(trigger?.key === undefined ? [`${waits.trigger} is no trigger with a key`] : []),
    ...(input.required?.includes(waits.input) && input.properties[waits.input]?.type === 'string'
      ? []
      : [`${waits.input} is no text of the input that is always there`]),
    ...(names.includes(waits.outlet) ? [] : [`${waits.outlet} is no outlet`]),
    // it is asked again and again
    ...(mode === 'atMostOnce' ? ['is not for what is done at most once'] : []),
  ]
}
