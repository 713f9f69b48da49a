import Router from '@koa/router'
import { type Manifest, modeOfAction, type ObjectSchema, outletsOfAction, type ValueSchema, type Words } from '@patchbay/core'
import type { PluginList, PluginSummary } from '@patchbay/core/http-contract'
import { OWNER } from '../../context.ts'
import { NOTHING_ASKED, type PluginPort } from '../../outside/plugin-port.ts'
import { placeOf } from '../../services/flows.ts'
import type { FlowPlace } from '../../storage/flow-store.ts'

/** The installed plugins, those too that are switched off. */
export function pluginRoutes(
  port: Pick<PluginPort, 'manifests' | 'health'>,
  switchedOff: (place: FlowPlace) => Promise<readonly Manifest[]> = async () => [],
): Router {
  const router = new Router({ prefix: '/api/v1/plugins' })
  router.get('/', async (ctx) => {
    const place = placeOf(OWNER)
    const [on, off, health] = await Promise.all([port.manifests(place), switchedOff(place), port.health(place)])
    const plugins = [...on, ...off].toSorted((a, b) => (a.name < b.name ? -1 : 1))
    ctx.body = {
      plugins: plugins.map((manifest) => ({
        ...toSummary(manifest),
        enabled: on.includes(manifest),
        health: health.get(manifest.name) ?? NOTHING_ASKED,
      })),
    } satisfies PluginList
  })
  return router
}

const toSummary = ({
  name,
  version,
  title,
  summary,
  category,
  actions,
}: Manifest): Omit<PluginSummary, 'health' | 'enabled'> => ({
  name,
  version,
  title,
  summary,
  category,
  // what only people may ask for is for no card
  actions: Object.entries(actions)
    .filter(([, { permission }]) => permission === undefined)
    .map(([action, known]) => ({
      name: action,
      title: known.title,
      summary: known.summary,
      inputs: fieldsOf(known.input),
      outputs: fieldsOf(known.output),
      outlets: outletsOfAction(known).map((outlet) => ({ id: outlet.name, label: outlet.title })),
      sideEffect: known.sideEffect,
      mode: modeOfAction(known),
    })),
})

const fieldsOf = ({ properties, required = [] }: ObjectSchema): PluginSummary['actions'][number]['inputs'] =>
  Object.entries(properties).map(([name, schema]) => ({
    name,
    title: schema.title ?? name,
    type: schema.type,
    required: required.includes(name),
    ...(schema.description === undefined ? {} : { description: schema.description }),
    ...(schema.dataClass === undefined ? {} : { dataClass: schema.dataClass }),
    ...choicesOf(schema),
  }))

const choicesOf = (schema: ValueSchema): { choices?: { value: string; title: Words }[] } =>
  schema.type !== 'string' || schema.enum === undefined
    ? {}
    : { choices: schema.enum.map((value) => ({ value, title: schema.enumTitles?.[value] ?? value })) }
