import type { BindingKind } from '@patchbay/core'
import { bindingSchema } from '@patchbay/core/http-contract'
import type { CallBench } from './call-bench.ts'

/** Gives the environment something that flows can name. @throws When it is not taken. */
export async function bind(bench: Pick<CallBench, 'url'>, kind: BindingKind, name: string, value: unknown) {
  const response = await fetch(`${bench.url}/api/v1/bindings/${kind}/${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'if-none-match': '*' },
    body: JSON.stringify({ label: name, value }),
  })
  const body: unknown = await response.json()
  if (response.status !== 201) throw new Error(JSON.stringify(body))
  return bindingSchema.parse(body)
}

/** A calendar that never opens, for tests that answer in its place. */
export const bindCalendar = (bench: Pick<CallBench, 'url'>, name: string) =>
  bind(bench, 'calendar', name, { timeZone: 'UTC', hours: [] })
