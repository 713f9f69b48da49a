import { createHash, randomUUID } from 'node:crypto'
import { AppError, faultsOf, faultText, may, modeOfAction, type Permission, type ValueFault } from '@patchbay/core'
import type { RequestContext } from '../context.ts'
import type { PluginPort } from '../outside/plugin-port.ts'
import { RequestError } from '../request-error.ts'
import { placeOf } from '../services/flows.ts'
import { findPlugin } from './find-plugin.ts'
import { type ActionOutcome, performAction } from './perform-action.ts'
import type { PluginOrders } from './plugin-orders.ts'

/** Lets people use what is installed, beside flows. */
export interface PluginActions {
  /**
   * @param plugin A plugin's name, or a category's. @param key Known to whoever asks: what was asked before under it is not done again.
   * @throws {AppError} `PLUGIN_NOT_FOUND`, `NOT_PERMITTED`, `REQUEST_NOT_VALID` by field, `IDEMPOTENCY_KEY_REQUIRED` for money without one,
   * `IDEMPOTENCY_KEY_TAKEN`. What goes wrong later is an outlet.
   */
  invoke(
    context: RequestContext,
    plugin: string,
    action: string,
    ask: { input: Readonly<Record<string, unknown>>; key: string | undefined; signal: AbortSignal },
  ): Promise<ActionOutcome>
}

const PERMISSIONS = { read: 'plugin.read', write: 'plugin.write', money: 'plugin.money' } as const satisfies Record<
  string,
  Permission
>

export function createPluginActions(port: Pick<PluginPort, 'manifests' | 'invoke'>, orders: PluginOrders): PluginActions {
  return {
    async invoke(context, name, actionName, { input, key, signal }) {
      const place = placeOf(context)
      const manifest = findPlugin(await port.manifests(place), name)
      if (manifest === undefined) throw notFound(`No plugin “${name}” is installed and switched on, and none of such a category`)
      const action = Object.hasOwn(manifest.actions, actionName) ? manifest.actions[actionName] : undefined
      if (action === undefined) throw notFound(`The plugin “${manifest.name}” has no action “${actionName}”`)
      const permission = action.permission ?? PERMISSIONS[action.sideEffect]
      if (!may(context.role, permission)) {
        throw new AppError('NOT_PERMITTED', `As ${context.role} you may not do this`, { details: { permission } })
      }
      const faults = faultsOf(action.input, input)
      if (faults.length > 0)
        throw new RequestError('REQUEST_NOT_VALID', 'The input is not valid', { errors: faults.map(toError) })
      if (action.sideEffect === 'money' && key === undefined) {
        throw new AppError('IDEMPOTENCY_KEY_REQUIRED', 'What moves money needs the header Idempotency-Key')
      }

      const perform = (again: boolean) =>
        performAction(port, place, {
          manifest,
          action: actionName,
          input,
          actor: { name: context.actor, role: context.role },
          key: keyFor(context, key ?? randomUUID()),
          // what was begun is not left half done because somebody closed a page
          signal: action.sideEffect === 'read' ? signal : new AbortController().signal,
          again,
        })
      if (action.sideEffect === 'read' || key === undefined) return perform(false)
      const mayRepeat = modeOfAction(action) === 'idempotent'
      return orders.once(context, { key, what: [manifest.name, actionName, sorted(input)], mayRepeat }, perform)
    },
  }
}

const notFound = (message: string) => new AppError('PLUGIN_NOT_FOUND', message)

/** Of the one who asks: two people who choose the same key ask for two things. */
const keyFor = ({ environmentId, actor }: RequestContext, key: string): string =>
  `api/${environmentId}/${createHash('sha256')
    .update(JSON.stringify([actor, key]))
    .digest('base64url')}`

/** What was asked for is the same whatever order its fields came in. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)])
}

const toError = (fault: ValueFault) => ({
  path: `input${fault.path === '' ? '' : `.${fault.path}`}`,
  message: faultText(fault),
})
