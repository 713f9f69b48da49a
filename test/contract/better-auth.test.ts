import { hash } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { mongodbAdapter } from 'better-auth/adapters/mongodb'
import { admin, organization, username } from 'better-auth/plugins'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../support/database.ts'
import { compareCensus, type OperationCensus, startCensus } from '../support/operation-census.ts'
import { USED_OPERATIONS, WHERE_TO_NAME_THEM } from '../support/used-operations.ts'

const ADDRESS = 'http://auth.test'

const digest = (password: string) => hash('sha256', password)

const createAuth = (client: MongoClient, joins = false) =>
  betterAuth({
    baseURL: ADDRESS,
    secret: 'a secret of thirty-two characters',
    // without `client` it uses no transactions, which a standalone does not have
    database: mongodbAdapter(client.db()),
    emailAndPassword: {
      enabled: true,
      // a hash that takes its time on purpose would be all that is measured here
      password: { hash: async (password) => digest(password), verify: async ({ hash, password }) => hash === digest(password) },
      sendResetPassword: async ({ token }) => {
        resetTokens.push(token)
      },
    },
    user: { deleteUser: { enabled: true } },
    plugins: [admin(), organization(), username()],
    advanced: { database: { joins } },
    // counted in the database, as several servers need it
    rateLimit: { enabled: true, storage: 'database', window: 60, max: 2 },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })

const resetTokens: string[] = []
let database: TestDatabase
let census: OperationCensus
let client: MongoClient
/** What the tests look up themselves is not counted. */
let direct: MongoClient
let auth: ReturnType<typeof createAuth>

beforeAll(async () => {
  database = await startTestDatabase()
  census = await startCensus(database.url)
  client = await MongoClient.connect(census.url)
  direct = await MongoClient.connect(database.url)
  auth = createAuth(client)
})
afterAll(async () => {
  await client?.close()
  await direct?.close()
  await census?.stop()
  await database?.stop()
  expect(compareCensus('better-auth', census.counts, USED_OPERATIONS['better-auth']), WHERE_TO_NAME_THEM).toEqual({
    missing: [],
    unnamed: [],
  })
})

/** Headers of somebody who has signed in. */
async function signIn(email: string, password: string): Promise<Headers> {
  const { headers } = await auth.api.signInEmail({ body: { email, password }, returnHeaders: true })
  const cookie = headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  return new Headers({ cookie, origin: ADDRESS })
}

const people = [
  { email: 'ann@example.com', password: 'password of ann', name: 'Ann', username: 'ann_lee' },
  { email: 'bob@example.com', password: 'password of bob', name: 'Bob', username: 'bob_ray' },
  { email: 'cem@example.com', password: 'password of cem', name: 'Cem', username: 'cem_ak' },
] as const
const [ann, bob, cem] = people

test('people sign up, each address once', async () => {
  for (const body of people) await auth.api.signUpEmail({ body })
  await expect(auth.api.signUpEmail({ body: { ...ann, username: 'ann_two' } })).rejects.toThrow(/already exists/i)
  await expect(auth.api.signUpEmail({ body: { ...ann, email: 'other@example.com' } })).rejects.toThrow(
    /username is already taken/i,
  )
  expect(await direct.db().collection('user').countDocuments({})).toBe(3)
})

test('who knows the password gets a session, nobody else does', async () => {
  const headers = await signIn(ann.email, ann.password)
  expect((await auth.api.getSession({ headers }))?.user).toMatchObject({ email: ann.email, name: 'Ann' })
  await expect(signIn(ann.email, 'a wrong password')).rejects.toThrow(/invalid/i)
  await expect(signIn('nobody@example.com', 'a wrong password')).rejects.toThrow(/invalid/i)
  expect(await auth.api.signInUsername({ body: { username: 'ANN_LEE', password: ann.password } })).toMatchObject({
    user: { name: 'Ann' },
  })
  expect(await auth.api.getSession({ headers: new Headers() })).toBeNull()
})

test('sessions are listed, ended one by one, all others at once, and by signing out', async () => {
  const first = await signIn(bob.email, bob.password)
  const second = await signIn(bob.email, bob.password)
  const third = await signIn(bob.email, bob.password)
  const sessions = await auth.api.listSessions({ headers: first })
  expect(sessions.length).toBeGreaterThanOrEqual(3)
  const token = (await auth.api.getSession({ headers: second }))?.session.token ?? ''
  await auth.api.revokeSession({ headers: first, body: { token } })
  expect(await auth.api.getSession({ headers: second })).toBeNull()
  await auth.api.revokeOtherSessions({ headers: first })
  expect(await auth.api.getSession({ headers: third })).toBeNull()
  await auth.api.signOut({ headers: first })
  expect(await auth.api.getSession({ headers: first })).toBeNull()
})

test('a name and a password are changed, and a forgotten one is set anew once', async () => {
  const headers = await signIn(cem.email, cem.password)
  await auth.api.updateUser({ headers, body: { name: 'Cem Ak' } })
  await auth.api.changePassword({ headers, body: { currentPassword: cem.password, newPassword: 'another password' } })
  await auth.api.requestPasswordReset({ body: { email: cem.email } })
  await expect.poll(() => resetTokens.length).toBe(1)
  const [token = ''] = resetTokens
  await auth.api.resetPassword({ body: { token, newPassword: cem.password } })
  await expect(auth.api.resetPassword({ body: { token, newPassword: 'a third password' } })).rejects.toThrow(/invalid/i)
  expect((await auth.api.getSession({ headers: await signIn(cem.email, cem.password) }))?.user.name).toBe('Cem Ak')
})

test('an administrator lists people: in pages, in order, by what they are called', async () => {
  await direct
    .db()
    .collection('user')
    .updateOne({ email: ann.email }, { $set: { role: 'admin' } })
  const headers = await signIn(ann.email, ann.password)
  const list = async (query: NonNullable<Parameters<typeof auth.api.listUsers>[0]>['query']) => {
    const { users, total } = await auth.api.listUsers({ headers, query })
    return { names: users.map(({ name }) => name), total }
  }
  expect(await list({ sortBy: 'name', sortDirection: 'desc', limit: 2 })).toEqual({ names: ['Cem Ak', 'Bob'], total: 3 })
  expect(await list({ sortBy: 'name', limit: 2, offset: 2 })).toEqual({ names: ['Cem Ak'], total: 3 })
  expect(await list({ searchValue: 'bob@', searchField: 'email', searchOperator: 'starts_with' })).toEqual({
    names: ['Bob'],
    total: 1,
  })
  expect(await list({ filterField: 'role', filterValue: 'admin', filterOperator: 'ne', sortBy: 'name' })).toMatchObject({
    total: 2,
  })
  const { user } = (await auth.api.getSession({ headers: await signIn(bob.email, bob.password) })) ?? {}
  await auth.api.banUser({ headers, body: { userId: user?.id ?? '', banReason: 'test' } })
  await expect(signIn(bob.email, bob.password)).rejects.toThrow(/banned/i)
  await auth.api.unbanUser({ headers, body: { userId: user?.id ?? '' } })
  await auth.api.setRole({ headers, body: { userId: user?.id ?? '', role: 'user' } })
  await signIn(bob.email, bob.password)
})

test('an organisation has members by invitation, and is left', async () => {
  const headers = await signIn(ann.email, ann.password)
  const made = await auth.api.createOrganization({ headers, body: { name: 'ACME', slug: 'acme' } })
  await expect(auth.api.createOrganization({ headers, body: { name: 'Other', slug: 'acme' } })).rejects.toThrow(
    /already exists|taken/i,
  )
  const organizationId = made?.id ?? ''
  const invitation = await auth.api.createInvitation({ headers, body: { email: bob.email, role: 'member', organizationId } })
  const guest = await signIn(bob.email, bob.password)
  await auth.api.acceptInvitation({ headers: guest, body: { invitationId: invitation.id } })
  const { members, total } = await auth.api.listMembers({ headers, query: { organizationId } })
  expect(members.map(({ role }) => role).toSorted()).toEqual(['member', 'owner'])
  expect(total).toBe(2)
  const whole = await auth.api.getFullOrganization({ headers, query: { organizationId } })
  expect(whole?.members.map(({ user }) => user.name).toSorted()).toEqual(['Ann', 'Bob'])
  expect(await auth.api.listOrganizations({ headers: guest })).toMatchObject([{ slug: 'acme' }])
  await auth.api.leaveOrganization({ headers: guest, body: { organizationId } })
  expect(await direct.db().collection('member').countDocuments({})).toBe(1)
  await auth.api.deleteOrganization({ headers, body: { organizationId } })
  expect(await direct.db().collection('organization').countDocuments({})).toBe(0)
})

test('requests are counted in the database, and too many are refused', async () => {
  const ask = () => auth.handler(new Request(`${ADDRESS}/api/auth/ok`, { headers: { 'x-forwarded-for': '192.0.2.7' } }))
  const answers = [await ask(), await ask(), await ask()]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
})

test('with joins a session comes with its person, and a person with the accounts', async () => {
  const joined = createAuth(client, true)
  const headers = await signIn(ann.email, ann.password)
  expect((await joined.api.getSession({ headers }))?.user).toMatchObject({ email: ann.email })
  expect(await joined.api.listUserAccounts({ headers })).toMatchObject([{ providerId: 'credential' }])
  const { user } = await joined.api.signInEmail({ body: { email: bob.email, password: bob.password } })
  expect(user.name).toBe('Bob')
  const { adapter } = await joined.$context
  const [first, ...others] = await adapter.findMany<{ name: string; email?: string }>({
    model: 'user',
    select: ['name'],
    sortBy: { field: 'name', direction: 'asc' },
    limit: 1,
  })
  expect(others).toEqual([])
  expect(first?.name).toBe('Ann')
  expect(first?.email).toBeUndefined()
})

test('who leaves leaves nothing behind', async () => {
  const headers = await signIn(cem.email, cem.password)
  await auth.api.deleteUser({ headers, body: { password: cem.password } })
  await expect(signIn(cem.email, cem.password)).rejects.toThrow(/invalid/i)
  expect(await direct.db().collection('user').countDocuments({})).toBe(2)
  expect(await direct.db().collection('account').countDocuments({})).toBe(2)
})
