import { Vonage } from '@vonage/server-sdk'
import { describe, expect, test } from 'vitest'
import { account, agent, applicationId, type BenchOptions, ours, privateKeyPem, startBench } from '../testing/bench.ts'
import { asApplication } from '../testing/tokens.ts'

const pause = { action: 'wait', timeout: 600 }
const regions: BenchOptions['regions'] = ['api-us-3', 'api-eu-3']
const statusOf = (error: { response?: { status: number } }) => error.response?.status

async function startRegions() {
  const bench = await startBench({ regions, numbers: [ours, { msisdn: '447700900999', country: 'GB', region: 'api-eu-3' }] })
  const credentials = { ...account, applicationId, privateKey: privateKeyPem }
  const at = (apiHost: string) => new Vonage(credentials, { apiHost, restHost: bench.url, timeout: 5000 }).voice
  return { ...bench, at, europe: at(`${bench.url}/api-eu-3`), america: at(`${bench.url}/api-us-3`), global: at(bench.url) }
}

describe('regions (V2.9-7)', () => {
  test('a call lives where its number does: region_url of the answer webhook controls it, elsewhere it is unknown', async () => {
    const { application, emulator, clock, europe, america, global, at } = await startRegions()
    application.script('/answer', [pause])
    const { uuid } = emulator.dial({ from: agent, to: '447700900999' })
    await clock.settle()
    const { region_url } = application.on('/answer')[0]!.fields as { region_url: string }
    expect(region_url).toMatch(/\/api-eu-3$/)
    for (const voice of [america, global]) {
      await expect(voice.getCall(uuid)).rejects.toSatisfy((error) => statusOf(error) === 404)
      await expect(voice.hangupCall(uuid)).rejects.toSatisfy((error) => statusOf(error) === 404)
      await expect(voice.playDTMF(uuid, '1')).rejects.toSatisfy((error) => statusOf(error) === 404)
    }
    expect(await europe.getCall(uuid)).toMatchObject({ uuid })
    await at(region_url).hangupCall(uuid)
    expect(emulator.leg(uuid).state).toBe('ended')
  })

  test('a created call lives where it was created; the global host takes the first region', async () => {
    const { europe, america, global, url } = await startRegions()
    const call = { to: [{ type: 'phone', number: agent }], from: { type: 'phone', number: ours }, ncco: [pause] } as never
    const made = await europe.createOutboundCall(call)
    expect(await europe.getCall(made.uuid)).toMatchObject({ uuid: made.uuid })
    await expect(america.getCall(made.uuid)).rejects.toSatisfy((error) => statusOf(error) === 404)
    const other = await global.createOutboundCall(call)
    expect(await america.getCall(other.uuid)).toMatchObject({ uuid: other.uuid })
    const listed = await fetch(`${url}/api-eu-3/v1/calls`, { headers: asApplication() }).then((reply) => reply.json())
    expect(listed).toMatchObject({ count: 1, _embedded: { calls: [{ uuid: made.uuid }] } })
  })

  test('V1.7-1: a name is another conversation in another region', async () => {
    const { application, emulator, clock } = await startRegions()
    application.script('/answer', [{ action: 'conversation', name: 'standup' }])
    const legs = [ours, '447700900999'].map((to) => emulator.dial({ from: agent, to }).uuid)
    await clock.settle()
    expect(new Set(legs.map((uuid) => emulator.leg(uuid).conversationUuid)).size).toBe(2)
  })
})

const places: [rule: string, region: NonNullable<BenchOptions['regions']>[number]][] = [
  ['V2.9-1', 'api-us-3'],
  ['V2.9-2', 'api-us-4'],
  ['V2.9-3', 'api-eu-3'],
  ['V2.9-4', 'api-eu-4'],
  ['V2.9-5', 'api-ap-3'],
  ['V2.9-6', 'api-ap-4'],
]
test.each(places)('%s: %s is a region', async (_rule, region) => {
  const { application, call, url } = await startBench({ regions: [region] })
  const uuid = await call([pause])
  expect(application.on('/answer')[0]?.fields.region_url).toBe(`${url}/${region}`)
  expect((await fetch(`${url}/${region}/v1/calls/${uuid}`, { headers: asApplication() })).status).toBe(200)
})
