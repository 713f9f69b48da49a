import { pino } from 'pino'
import { expect, test } from 'vitest'
import { storeBench } from '../../../../test/support/store-bench.ts'
import { connectDatabase } from './database.ts'

const bench = storeBench()

/** What a store's collection is called, where it is not called as the store. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  versions: 'flowVersions',
  tickets: 'queueTickets',
  agents: 'queueAgents',
  conferences: 'conferenceMembers',
  places: 'callPlaces',
  registry: 'registryPackages',
}

test('every collection has its indexes: unique where two writers may meet, in time where documents go', async () => {
  const indexes = await Promise.all(
    Object.keys(bench.stores).map(async (name) => {
      const collection = COLLECTIONS[name] ?? name
      const found = await bench.connection.collection(collection).indexes()
      return found.map(
        (index) =>
          `${collection} ${Object.keys(index.key).join('+')}${index.unique ? ' unique' : ''}${index.expireAfterSeconds === 0 ? ' expires' : ''}`,
      )
    }),
  )
  expect(
    indexes
      .flat()
      .filter((index) => !index.endsWith(' _id'))
      .sort(),
  ).toEqual([
    'bindings tenantId+environmentId+kind+name unique',
    'callPlaces tenantId+environmentId unique',
    'callRules tenantId+environmentId+plugin+trigger+slot unique',
    'callbacks purgeAt expires',
    'callbacks state+leaseUntil',
    'callbacks state+notBefore',
    'callbacks tenantId+environmentId+state+notBefore',
    'callbacks tenantId+whom',
    'conferenceMembers purgeAt expires',
    'conferenceMembers tenantId+room+enteredAt',
    'conferenceMembers tenantId+runId+member unique',
    'emergency tenantId+revision unique',
    'erasures tenantId+at',
    'events purgeAt expires',
    'events tenantId+contactId',
    'events tenantId+environmentId+at+_id',
    'flowVersions purgeAt expires',
    'flowVersions tenantId+environmentId+flowId+number',
    'flowVersions tenantId+environmentId+flowId+version unique',
    'flows tenantId+environmentId+flowId unique',
    'keys purgeAt expires',
    'keys tenantId',
    'leases until expires',
    'legs purgeAt expires',
    'legs runId',
    'legs vonageConversationId',
    'media purgeAt expires',
    'media tenantId+environmentId+kind+createdAt',
    'mediaChunks purgeAt expires',
    'mediaChunks tenantId+blobId+n unique',
    'messages purgeAt expires',
    'messages tenantId+environmentId+at+_id',
    'messages tenantId+runId',
    'numbers tenantId+environmentId',
    'outboundCounts purgeAt expires',
    'outboundCounts tenantId+environmentId+window unique',
    'outboundPolicies tenantId+environmentId unique',
    'outboundRefusals purgeAt expires',
    'outboundRefusals tenantId+environmentId+day+reason+country unique',
    'outsideHosts tenantId+environmentId unique',
    'pluginHistory tenantId+environmentId+name+at',
    'pluginInstallations tenantId+environmentId+name unique',
    'pluginLogs purgeAt expires',
    'pluginLogs tenantId+environmentId+plugin+at+n',
    'pluginOrders purgeAt expires',
    'pluginOrders tenantId+environmentId+key unique',
    'pluginRecords tenantId+environmentId+installationId+lookup+order',
    'pluginRecords tenantId+environmentId+installationId+unique unique',
    'pluginTallies purgeAt expires',
    'pluginTallies tenantId+environmentId+hour+plugin unique',
    'pluginTriggerCalls purgeAt expires',
    'pluginTriggerCalls tenantId+environmentId+installationId+trigger+event unique',
    'pluginTriggerCalls tenantId+environmentId+plugin+at',
    'pluginTriggerCalls tenantId+waitKey',
    'pluginValues tenantId+environmentId+installationId+name unique',
    'pluginVersions tenantId+environmentId+name+version+codeHash unique',
    'prompts tenantId+environmentId+promptId+version unique',
    'queueAgents tenantId+environmentId+agent unique',
    'queueTickets purgeAt expires',
    'queueTickets state+waitUntil',
    'queueTickets tenantId+environmentId+queue+slot unique',
    'queueTickets tenantId+environmentId+queue+state+priority+enqueuedAt',
    'queueTickets tenantId+runId+ticket unique',
    'recordings deletedAt',
    'recordings fetchAt',
    'recordings purgeAt expires',
    'recordings tenantId+environmentId+mailbox+startedAt',
    'recordings tenantId+environmentId+runId',
    'recordings tenantId+recordingUuid unique',
    'registryPackages name+version unique',
    'turns open.leaseUntil',
    'turns projected+_id',
    'turns purgeAt expires',
    'turns tenantId+environmentId+at+runId',
    'turns tenantId+environmentId+blocked+at',
    'turns tenantId+environmentId+entered.flowId+at+runId',
    'turns tenantId+runId+seq unique',
    'vault purgeAt expires',
  ])
})

test('a database that is away is waited for until somebody gives up', async () => {
  const giveUp = new AbortController()
  const url = 'mongodb://%2Ftmp%2Fpatchbay-nobody.sock/test?serverSelectionTimeoutMS=50'
  const lines: string[] = []
  const write = (line: string) => {
    lines.push(line)
    giveUp.abort()
  }
  const log = pino({ level: 'warn' }, { write })
  await expect(connectDatabase(url, { log, giveUp: giveUp.signal })).rejects.toMatchObject({ code: 'DATABASE_NOT_REACHABLE' })
  expect(lines.join()).toContain('does not answer')
})
