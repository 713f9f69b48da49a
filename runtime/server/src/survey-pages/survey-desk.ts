import type { Manifest } from '@patchbay/core'
import type { Installation, OutsideReply, PluginReach } from '@patchbay/sandbox'
import type { PageAddresses } from '../public-pages/page-address.ts'
import type { FlowPlace } from '../storage/flow-store.ts'

/** Where plugins that were granted it ask for the address of a page. No name server knows it: `.test` is nobody's (RFC 6761). */
export const PAGES_ORIGIN = 'https://pages.patchbay.test'

/** A link that somebody opened: the response that it is for, and the plugin that keeps it. */
export interface OpenedLink {
  responseId: string
  place: FlowPlace
  manifest: Manifest
}

export interface SurveyDesk {
  /** As plugins reach it: `GET /surveys/:response` has the address of the page where that response is given. Whatever else they ask for goes outside. */
  reach: PluginReach
  /** `nothing`: we never gave it out. `off`: its plugin was taken out or switched off, or may have no pages any more. */
  open(token: string): Promise<OpenedLink | 'nothing' | 'off'>
}

interface Deps {
  addresses: PageAddresses
  outside: PluginReach
  installations: { open(place: FlowPlace, name: string): Promise<Pick<Installation, 'manifest' | 'grants'> | undefined> }
  /** Whose installation it is, and of which plugin. */
  locate(installationId: string): Promise<(FlowPlace & { name: string }) | undefined>
}

export function createSurveyDesk({ addresses, outside, installations, locate }: Deps): SurveyDesk {
  return {
    reach(call, from) {
      const { origin, pathname } = new URL(call.url)
      // whether the installation may reach it was looked at before, as of any other
      if (origin !== PAGES_ORIGIN) return outside(call, from)
      const id = call.method === 'GET' ? /^\/surveys\/([A-Za-z0-9-]{1,60})$/.exec(pathname)?.[1] : undefined
      return Promise.resolve(id === undefined ? reply(404, {}) : reply(200, { url: addresses.of(id, from.installationId) }))
    },
    async open(token) {
      const [responseId, installationId] = addresses.read(token) ?? []
      if (responseId === undefined || installationId === undefined) return 'nothing'
      const where = await locate(installationId)
      const known = where && (await installations.open(where, where.name))
      if (where === undefined || known?.grants.origins.includes(PAGES_ORIGIN) !== true) return 'off'
      const { tenantId, environmentId } = where
      return { responseId, place: { tenantId, environmentId }, manifest: known.manifest }
    },
  }
}

const reply = (status: number, body: object): OutsideReply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(body)),
})
