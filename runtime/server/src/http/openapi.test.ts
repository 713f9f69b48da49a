import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { CallbackDesk } from '../callbacks/callback-desk.ts'
import type { Capacity } from '../capacity/capacity.ts'
import type { MediaStore } from '../media/media-store.ts'
import type { PluginActions } from '../plugins/plugin-actions.ts'
import type { PluginLife } from '../plugins/plugin-life.ts'
import type { PluginLogs } from '../plugins/plugin-log.ts'
import type { PluginSets } from '../plugins/plugin-sets.ts'
import type { PluginTriggers } from '../plugins/plugin-triggers.ts'
import type { Registry } from '../registry/registry.ts'
import type { Account } from '../services/account.ts'
import type { Bindings } from '../services/bindings.ts'
import type { CallRules } from '../services/call-rules.ts'
import type { Calls } from '../services/calls.ts'
import type { EmergencySwitch } from '../services/emergency.ts'
import type { Erasures } from '../services/erasures.ts'
import type { Flows } from '../services/flows.ts'
import type { Uploads } from '../services/media.ts'
import type { Messages } from '../services/messages.ts'
import type { Numbers } from '../services/numbers.ts'
import type { OutboundPolicies } from '../services/outbound-policies.ts'
import type { PhoneService } from '../services/phone.ts'
import type { Prompts } from '../services/prompts.ts'
import type { Publishing } from '../services/publishing.ts'
import type { Recordings } from '../services/recordings.ts'
import type { Republishing } from '../services/republishing.ts'
import type { OutsideHostStore } from '../storage/outside-host-store.ts'
import type { Templates } from '../templates/templates.ts'
import { noPlugins } from '../testing/no-plugins.ts'
import { accountRoutes } from './api/account-routes.ts'
import { bindingRoutes } from './api/binding-routes.ts'
import { callRoutes } from './api/call-routes.ts'
import { callRuleRoutes } from './api/call-rule-routes.ts'
import { callbackRoutes } from './api/callback-routes.ts'
import { capacityRoutes } from './api/capacity-routes.ts'
import { emergencyRoutes } from './api/emergency-routes.ts'
import { erasureRoutes } from './api/erasure-routes.ts'
import { flowRoutes } from './api/flow-routes.ts'
import { installedPluginRoutes } from './api/installed-plugin-routes.ts'
import { mediaRoutes } from './api/media-routes.ts'
import { messageListRoutes } from './api/message-list-routes.ts'
import { numberRoutes } from './api/number-routes.ts'
import { outboundRoutes } from './api/outbound-routes.ts'
import { outsideHostRoutes } from './api/outside-host-routes.ts'
import { phoneRoutes } from './api/phone-routes.ts'
import { pluginActionRoutes } from './api/plugin-action-routes.ts'
import { pluginLogRoutes } from './api/plugin-log-routes.ts'
import { pluginRoutes } from './api/plugin-routes.ts'
import { pluginTriggerRoutes } from './api/plugin-trigger-routes.ts'
import { promptRoutes } from './api/prompt-routes.ts'
import { recordingRoutes } from './api/recording-routes.ts'
import { registryRoutes } from './api/registry-routes.ts'
import { templateRoutes } from './api/template-routes.ts'
import { API_OPERATIONS } from './api-operations.ts'
import { apiDocsPage, openApiDocument } from './openapi.ts'

// never called: only what the routers answer to is looked at
const routers = [
  bindingRoutes({} as Bindings),
  emergencyRoutes({} as EmergencySwitch),
  erasureRoutes({} as Erasures),
  flowRoutes({ flows: {} as Flows, publishing: {} as Publishing }),
  numberRoutes({} as Numbers),
  callRoutes({} as Calls),
  callbackRoutes({} as CallbackDesk),
  messageListRoutes({} as Messages),
  outboundRoutes({} as OutboundPolicies),
  capacityRoutes({} as Capacity),
  phoneRoutes({ phone: {} as PhoneService, log: pino({ level: 'silent' }) }),
  mediaRoutes({} as Uploads),
  recordingRoutes({ recordings: {} as Recordings, media: {} as MediaStore }),
  promptRoutes({ prompts: {} as Prompts, republishing: {} as Republishing }),
  pluginRoutes(noPlugins),
  installedPluginRoutes({} as PluginLife),
  registryRoutes({ registry: {} as Registry, sets: {} as PluginSets, installed: async () => new Map() }),
  pluginActionRoutes({} as PluginActions),
  templateRoutes({} as Templates),
  pluginTriggerRoutes({} as PluginTriggers),
  callRuleRoutes({} as CallRules),
  pluginLogRoutes({} as PluginLogs),
  outsideHostRoutes({ store: {} as OutsideHostStore, clock: Date.now }),
  accountRoutes({} as Account),
]

const routed = routers.flatMap(({ stack }) =>
  stack.flatMap(({ methods, path }) =>
    methods
      .filter((method) => method !== 'HEAD')
      .map(
        (method) =>
          `${method} ${String(path)
            .replace(/\/$/, '')
            .replace(/:(\w+)/g, '{$1}')}`,
      ),
  ),
)

test('the description lists every route, and no other', () => {
  const described = API_OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
  expect(described.length).toBeGreaterThan(0)
  expect(described.toSorted()).toEqual(routed.toSorted())
})

test('the document is OpenAPI 3.1, and every schema that it points to is in it', () => {
  const document = openApiDocument() as { openapi: string; components: { schemas: Record<string, unknown> } }
  expect(document.openapi).toBe('3.1.0')
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to ?? '')
  expect(references).toContain('#/components/schemas/CreateFlowInput')
  const names = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)
  expect(references.filter((to) => !names.includes(to))).toEqual([])
  expect(document.components.schemas.CreateFlowInput).toMatchObject({ required: ['name'] })
})

test('the page for people names every operation and runs nothing', () => {
  const page = apiDocsPage()
  for (const { path, summary } of API_OPERATIONS) expect(page).toContain(`${path}</h2><p>${summary}`)
  expect(page).not.toContain('<script')
})
