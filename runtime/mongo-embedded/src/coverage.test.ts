import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { FORMS, NAMED_OPERATORS, OPERATORS } from './aggregate/expression.ts'
import { ACCUMULATORS } from './aggregate/group.ts'
import { KNOWN_STAGES, STAGES } from './aggregate/pipeline.ts'
import { toBson } from './bson/write.ts'
import { COMMANDS } from './commands/registry.ts'
import { MongoError } from './errors.ts'
import { parseFilter } from './query/filter.ts'
import { parseUpdate } from './update/parse-update.ts'

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/embedded-database.md'), 'utf8')

/** Every operator that MongoDB has in filters. Source: https://www.mongodb.com/docs/manual/reference/operator/query/ */
const MONGODB_FILTERS =
  `$all $and $bitsAllClear $bitsAllSet $bitsAnyClear $bitsAnySet $comment $elemMatch $eq $exists $expr $geoIntersects
  $geoWithin $gt $gte $in $jsonSchema $lt $lte $mod $ne $near $nearSphere $nin $nor $not $options $or $regex $sampleRate $size $text $type
  $where`.split(/\s+/)
/** And in updates. Source: https://www.mongodb.com/docs/manual/reference/operator/update/ */
const MONGODB_UPDATES =
  `$addToSet $bit $currentDate $inc $max $min $mul $pop $pull $pullAll $push $rename $set $setOnInsert $unset`.split(/\s+/)

/** Tried with operands of all kinds: what is built takes one of them, or minds the operand and not the operator. */
function isBuilt(attempt: (operand: unknown) => void): boolean {
  const operands = [1, 'x', [{ a: 1 }], { a: 1 }, { $gt: 1 }, true]
  return operands.some((operand) => {
    try {
      attempt(operand)
      return true
    } catch (thrown) {
      if (!(thrown instanceof MongoError)) throw thrown
      return thrown.code !== 238 && !/^unknown (top level )?operator|^Unknown modifier/.test(thrown.message)
    }
  })
}

const bson = (value: unknown) => toBson(value as Parameters<typeof toBson>[0])
const inFilter = (name: string) => (operand: unknown) =>
  void parseFilter(
    bson(
      ['$and', '$or', '$nor', '$expr', '$text', '$where', '$jsonSchema', '$sampleRate'].includes(name)
        ? { [name]: operand }
        : { a: { [name]: operand } },
    ),
  )
const inUpdate = (name: string) => (operand: unknown) => void parseUpdate(bson({ [name]: { a: operand } }), new Map())

const builtFilters = MONGODB_FILTERS.filter((name) => isBuilt(inFilter(name)))
// the same command in an older spelling is not named twice
const builtCommands = Object.keys(COMMANDS).filter(
  (name) => !Object.keys(COMMANDS).some((other) => other !== name && other.toLowerCase() === name),
)

const lists: readonly { title: string; built: readonly string[] }[] = [
  { title: 'Commands', built: builtCommands },
  { title: 'Filters', built: builtFilters },
  { title: 'Updates', built: MONGODB_UPDATES.filter((name) => isBuilt(inUpdate(name))) },
  { title: 'Stages', built: Object.keys(STAGES) },
  { title: 'Accumulators', built: Object.keys(ACCUMULATORS) },
  { title: 'Expressions', built: [...Object.keys(OPERATORS), ...Object.keys(NAMED_OPERATORS), ...Object.keys(FORMS)] },
  { title: 'Filters refused', built: MONGODB_FILTERS.filter((name) => !builtFilters.includes(name)) },
  { title: 'Stages refused', built: [...KNOWN_STAGES] },
]

test.each(lists)('the page names what is there, counts it, and names no more: $title', ({ title, built }) => {
  const [, count, text = ''] = new RegExp(`\\*\\*${title} \\((\\d+)\\)\\.\\*\\* ([^]*?)\\.\\n\\n`).exec(page) ?? []
  const named = text.split(/,\s+/).map((name) => name.trim())
  expect(named.toSorted()).toEqual([...built].sort())
  expect(Number(count)).toBe(built.length)
  expect(built.length).toBeGreaterThan(0)
})
