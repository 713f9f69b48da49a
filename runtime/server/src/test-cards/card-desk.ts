import type { PluginReach, RecordPort } from '@patchbay/sandbox'
import type { Clock } from '../clock.ts'
import type { FlowPlace } from '../storage/flow-store.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { askGateway } from './gateway-api.ts'
import type { PayAddresses } from './pay-address.ts'

/** Where plugins that were granted it reach the test card gateway. No name server knows it: `.test` is nobody's (RFC 6761). */
export const GATEWAY_ORIGIN = 'https://cards.patchbay.test'

export interface CardDesk {
  gateway(place: FlowPlace): Gateway
  /** As plugins reach it. Whatever else they ask for goes outside. */
  reach: PluginReach
  isOn(place: FlowPlace): Promise<boolean>
}

interface Deps {
  records: RecordPort
  outside: PluginReach
  addresses: PayAddresses
  /** Whether the gateway takes money in an environment: only while no real one is chosen there. */
  isOn(place: FlowPlace): Promise<boolean>
  clock: Clock
}

export function createCardDesk({ records, outside, addresses, isOn, clock }: Deps): CardDesk {
  const gateway = (place: FlowPlace) => createGateway({ records, clock, place })
  return {
    gateway,
    isOn,
    reach(call, from) {
      // whether the installation may reach it was looked at before, as of any other
      if (new URL(call.url).origin !== GATEWAY_ORIGIN) return outside(call, from)
      const place = { tenantId: from.tenantId, environmentId: from.environmentId }
      return askGateway(gateway(place), call, { isOn: () => isOn(place), addressOf: (id) => addresses.of(place, id) })
    },
  }
}
