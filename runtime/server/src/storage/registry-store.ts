import { type Connection, Schema } from 'mongoose'
import { isDuplicateKey } from './database.ts'
import { tenantGuard } from './tenant-guard.ts'

export type ReviewState = 'submitted' | 'approved' | 'refused'

/** A version of a package. What it is never changes; what people say about it does. */
export interface StoredPackage {
  name: string
  version: string
  publisher: string
  /** Null for what came with the software. */
  keyId: string | null
  origin: 'release' | 'publisher'
  hash: string
  /** The package as it was handed in. */
  text: string
  manifestText: string
  readme: string
  review: ReviewState
  reason: string
  reviewedBy: string
  yanked: boolean
  publishedAt: Date
  publishedBy: string
}

export interface StoredPublisher {
  name: string
  keyId: string
  publicKey: string
  since: Date
}

/** Versions that were released together. */
export interface StoredSet {
  name: string
  version: string
  title: string
  members: { name: string; version: string }[]
  publishedAt: Date
  publishedBy: string
}

const packageSchema = new Schema(
  {
    name: { type: String, required: true },
    version: { type: String, required: true },
    publisher: { type: String, required: true },
    keyId: { type: String, default: null },
    origin: { type: String, required: true },
    hash: { type: String, required: true },
    text: { type: String, required: true },
    manifestText: { type: String, required: true },
    readme: { type: String, default: '' },
    review: { type: String, required: true },
    reason: { type: String, default: '' },
    reviewedBy: { type: String, default: '' },
    yanked: { type: Boolean, required: true },
    publishedAt: { type: Date, required: true },
    publishedBy: { type: String, required: true },
  },
  { collection: 'registryPackages', versionKey: false, strict: 'throw', minimize: false },
)
packageSchema.index({ name: 1, version: 1 }, { unique: true })
tenantGuard(packageSchema)

const nameSchema = new Schema(
  { _id: { type: String, required: true }, publisher: { type: String, required: true } },
  { collection: 'registryNames', versionKey: false, strict: 'throw' },
)
tenantGuard(nameSchema)

const publisherSchema = new Schema(
  {
    _id: { type: String, required: true },
    keyId: { type: String, required: true },
    publicKey: { type: String, required: true },
    since: { type: Date, required: true },
  },
  { collection: 'registryPublishers', versionKey: false, strict: 'throw' },
)
tenantGuard(publisherSchema)

const setSchema = new Schema(
  {
    name: { type: String, required: true },
    version: { type: String, required: true },
    title: { type: String, required: true },
    members: { type: [Schema.Types.Mixed], required: true },
    publishedAt: { type: Date, required: true },
    publishedBy: { type: String, required: true },
  },
  { collection: 'registrySets', versionKey: false, strict: 'throw' },
)
setSchema.index({ name: 1, version: 1 }, { unique: true })
tenantGuard(setSchema)

/** Everything but the package itself, which is large and seldom needed. */
export type PackageHead = Omit<StoredPackage, 'text'>

/** What is in it is everybody's: no tenant has a registry of its own. */
export interface RegistryStore {
  createIndexes(): Promise<void>
  /** Whose a name is: the first publisher's who took it. */
  claimName(name: string, publisher: string): Promise<string>
  /** The publisher as it is known, which is the given one when the name was free. */
  claimPublisher(publisher: StoredPublisher): Promise<StoredPublisher>
  publishers(): Promise<StoredPublisher[]>
  /** @returns False when this version is there already. */
  add(pack: StoredPackage): Promise<boolean>
  /** Puts another content in the place of one that came with the software. */
  replaceRelease(pack: StoredPackage): Promise<void>
  get(name: string, version: string): Promise<PackageHead | undefined>
  text(name: string, version: string): Promise<string | undefined>
  /** Every version of one package, or of all, without the packages themselves. */
  list(name?: string): Promise<PackageHead[]>
  say(
    name: string,
    version: string,
    what: Partial<Pick<StoredPackage, 'review' | 'reason' | 'reviewedBy' | 'yanked'>>,
  ): Promise<boolean>
  /** @returns False when this version of the set is there already. */
  addSet(set: StoredSet): Promise<boolean>
  sets(): Promise<StoredSet[]>
}

export function createRegistryStore(connection: Connection): RegistryStore {
  const packages = connection.model('RegistryPackage', packageSchema)
  const names = connection.model('RegistryName', nameSchema)
  const publishers = connection.model('RegistryPublisher', publisherSchema)
  const sets = connection.model('RegistrySet', setSchema)

  const addOnce = async (collection: { insertOne(document: never): Promise<unknown> }, document: object): Promise<boolean> => {
    try {
      await collection.insertOne({ ...document } as never)
      return true
    } catch (thrown) {
      if (isDuplicateKey(thrown)) return false
      throw thrown
    }
  }

  return {
    async createIndexes() {
      for (const model of [packages, names, publishers, sets]) await model.createIndexes()
    },
    async claimName(name, publisher) {
      if (await addOnce(names.collection, { _id: name, publisher })) return publisher
      return (await names.findOne({ _id: name }).lean<{ publisher: string }>())?.publisher ?? publisher
    },
    async claimPublisher(publisher) {
      const { name, ...rest } = publisher
      if (await addOnce(publishers.collection, { _id: name, ...rest })) return publisher
      const known = await publishers.findOne({ _id: name }).lean<Omit<StoredPublisher, 'name'>>()
      return known === null ? publisher : { name, keyId: known.keyId, publicKey: known.publicKey, since: known.since }
    },
    async publishers() {
      const found = await publishers.find({}).sort({ _id: 1 }).lean<(Omit<StoredPublisher, 'name'> & { _id: string })[]>()
      return found.map(({ _id: name, keyId, publicKey, since }) => ({ name, keyId, publicKey, since }))
    },
    add: (pack) => addOnce(packages.collection, pack),
    async replaceRelease({ name, version, ...set }) {
      await packages.updateOne({ name, version, origin: 'release' }, { $set: set })
    },
    async get(name, version) {
      return ((await packages.findOne({ name, version }).select('-_id -text').lean()) as PackageHead | null) ?? undefined
    },
    async text(name, version) {
      return (await packages.findOne({ name, version }).select('text').lean<{ text: string }>())?.text
    },
    async list(name) {
      const filter = name === undefined ? {} : { name }
      return (await packages
        .find(filter)
        .sort({ name: 1, publishedAt: -1 })
        .select('-_id -text')
        .lean()) as unknown as PackageHead[]
    },
    async say(name, version, what) {
      return (await packages.updateOne({ name, version }, { $set: what })).matchedCount === 1
    },
    addSet: (set) => addOnce(sets.collection, set),
    async sets() {
      return (await sets.find({}).sort({ name: 1, publishedAt: -1 }).select('-_id').lean()) as unknown as StoredSet[]
    },
  }
}
