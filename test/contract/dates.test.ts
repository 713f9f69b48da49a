import { type Document, Long, ObjectId, Timestamp } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { contractOn, MONGODB_IS_GIVEN, refusalOf } from '../support/contract.ts'

const contract = contractOn('dates', { promoteValues: true, promoteLongs: false })

const at = (text: string) => new Date(text)
/** A Sunday in Berlin already, still a Saturday in New York: 2026-03-28 23:30 UTC; clocks in Berlin go forward 90 minutes later. */
const night = at('2026-03-28T23:30:45.678Z')
const berlin = 'Europe/Berlin'

interface Case {
  readonly name: string
  readonly expression: unknown
  readonly value: unknown
}

const parts: readonly Case[] = [
  {
    name: 'parts in UTC',
    expression: [
      { $year: '$at' },
      { $month: '$at' },
      { $dayOfMonth: '$at' },
      { $hour: '$at' },
      { $minute: '$at' },
      { $second: '$at' },
      { $millisecond: '$at' },
    ],
    value: [2026, 3, 28, 23, 30, 45, 678],
  },
  {
    name: 'parts in a time zone',
    expression: [
      { $dayOfMonth: { date: '$at', timezone: berlin } },
      { $hour: { date: '$at', timezone: berlin } },
      { $hour: { date: '$at', timezone: 'America/New_York' } },
      { $hour: { date: '$at', timezone: '+0545' } },
      { $minute: { date: '$at', timezone: '+05:45' } },
      { $hour: { date: '$at', timezone: '-03' } },
    ],
    value: [29, 0, 19, 5, 15, 20],
  },
  {
    name: 'days of the week and of the year',
    expression: [
      { $dayOfWeek: '$at' },
      { $isoDayOfWeek: '$at' },
      { $dayOfWeek: { date: '$at', timezone: berlin } },
      { $isoDayOfWeek: { date: '$at', timezone: berlin } },
      { $dayOfYear: '$at' },
      { $dayOfYear: at('2024-12-31T00:00:00Z') },
    ],
    value: [7, 6, 1, 7, 87, 366],
  },
  {
    name: 'weeks: of ISO 8601, and from the first Sunday on',
    expression: [
      { $isoWeek: at('2027-01-01T00:00:00Z') },
      { $isoWeekYear: at('2027-01-01T00:00:00Z') },
      { $isoWeek: at('2024-12-30T00:00:00Z') },
      { $isoWeekYear: at('2024-12-30T00:00:00Z') },
      { $week: at('2026-01-03T00:00:00Z') },
      { $week: at('2026-01-04T00:00:00Z') },
      { $week: at('2023-01-01T00:00:00Z') },
    ],
    value: [53, new Long(2026), 1, new Long(2025), 0, 1, 1],
  },
  {
    name: 'a date before 1970',
    expression: [{ $year: at('1969-12-31T23:59:59.999Z') }, { $millisecond: new Date(-1) }],
    value: [1969, 999],
  },
  { name: 'an ObjectId and a timestamp have a date', expression: [{ $year: '$id' }, { $year: '$stamp' }], value: [2024, 2020] },
  {
    name: 'null and missing give null',
    expression: [{ $year: '$nothing' }, { $hour: { date: '$at', timezone: null } }],
    value: [null, null],
  },
  { name: 'an array of one is the date', expression: { $year: ['$at'] }, value: 2026 },
]

const texts: readonly Case[] = [
  { name: 'a date as text', expression: { $dateToString: { date: '$at' } }, value: '2026-03-28T23:30:45.678Z' },
  {
    name: 'without Z in a time zone',
    expression: { $dateToString: { date: '$at', timezone: berlin } },
    value: '2026-03-29T00:30:45.678',
  },
  {
    name: 'a day in a time zone, near midnight',
    expression: { $dateToString: { date: '$at', timezone: berlin, format: '%Y-%m-%d' } },
    value: '2026-03-29',
  },
  {
    name: 'every part',
    expression: { $dateToString: { date: '$at', timezone: '-0330', format: '%d.%m.%Y %H:%M:%S.%L %j %w %u %U %V %G %z %%' } },
    value: '28.03.2026 20:00:45.678 087 7 6 12 13 2026 -0330 %',
  },
  {
    name: 'the ISO year at a turn of the year',
    expression: { $dateToString: { date: at('2027-01-01T12:00:00Z'), format: '%G-W%V-%u' } },
    value: '2026-W53-5',
  },
  {
    name: 'nothing is null, or what onNull says',
    expression: [{ $dateToString: { date: '$nothing' } }, { $dateToString: { date: '$nothing', onNull: 'never' } }],
    value: [null, 'never'],
  },
]

const trunc = (date: Date, unit: string, more: Document = {}) => ({ $dateTrunc: { date, unit, ...more } })
const truncations: readonly Case[] = [
  { name: 'an hour', expression: trunc(night, 'hour'), value: at('2026-03-28T23:00:00Z') },
  { name: '15 minutes', expression: trunc(night, 'minute', { binSize: 15 }), value: at('2026-03-28T23:30:00Z') },
  { name: 'a day', expression: trunc(night, 'day'), value: at('2026-03-28T00:00:00Z') },
  {
    name: 'a day in a time zone, near midnight',
    expression: trunc(night, 'day', { timezone: berlin }),
    value: at('2026-03-28T23:00:00Z'),
  },
  {
    name: 'the day after clocks went forward',
    expression: trunc(at('2026-03-29T23:30:00Z'), 'day', { timezone: berlin }),
    value: at('2026-03-29T22:00:00Z'),
  },
  { name: 'a week begins on Sunday', expression: trunc(night, 'week'), value: at('2026-03-22T00:00:00Z') },
  {
    name: 'or on the day that is told',
    expression: [trunc(night, 'week', { startOfWeek: 'monday' }), trunc(night, 'week', { startOfWeek: 'Sat' })],
    value: [at('2026-03-23T00:00:00Z'), at('2026-03-28T00:00:00Z')],
  },
  {
    name: 'two weeks, counted from the first in 2000',
    expression: [
      trunc(at('2000-01-02T00:00:00Z'), 'week', { binSize: 2 }),
      trunc(at('2000-01-15T23:00:00Z'), 'week', { binSize: 2 }),
      trunc(at('2000-01-16T00:00:00Z'), 'week', { binSize: 2 }),
      trunc(at('2000-01-01T00:00:00Z'), 'week', { binSize: 2 }),
    ],
    value: [at('2000-01-02T00:00:00Z'), at('2000-01-02T00:00:00Z'), at('2000-01-16T00:00:00Z'), at('1999-12-19T00:00:00Z')],
  },
  {
    name: 'a month, a quarter, a year',
    expression: [trunc(night, 'month'), trunc(at('2026-05-31T00:00:00Z'), 'quarter'), trunc(night, 'year')],
    value: [at('2026-03-01T00:00:00Z'), at('2026-04-01T00:00:00Z'), at('2026-01-01T00:00:00Z')],
  },
  {
    name: 'a month in a time zone that another offset had begun',
    expression: trunc(at('2026-04-10T00:00:00Z'), 'month', { timezone: 'America/New_York' }),
    value: at('2026-04-01T04:00:00Z'),
  },
  {
    name: 'before 2000, and bins of months',
    expression: [
      trunc(at('1999-12-31T23:00:00Z'), 'month', { binSize: 5 }),
      trunc(at('1969-07-20T20:17:00Z'), 'year', { binSize: 10 }),
    ],
    value: [at('1999-08-01T00:00:00Z'), at('1960-01-01T00:00:00Z')],
  },
  {
    name: 'null',
    expression: [trunc(null as never, 'day'), { $dateTrunc: { date: '$at', unit: '$nothing' } }],
    value: [null, null],
  },
]

const add = (startDate: Date, unit: string, amount: unknown, more: Document = {}) => ({
  $dateAdd: { startDate, unit, amount, ...more },
})
const additions: readonly Case[] = [
  {
    name: 'hours and less',
    expression: [add(night, 'hour', 2), add(night, 'millisecond', 322)],
    value: [at('2026-03-29T01:30:45.678Z'), at('2026-03-28T23:30:46.000Z')],
  },
  { name: 'a day in UTC', expression: add(night, 'day', 1), value: at('2026-03-29T23:30:45.678Z') },
  {
    name: 'a day over a change of clocks keeps what the clock shows',
    expression: add(at('2026-03-28T11:00:00Z'), 'day', 1, { timezone: berlin }),
    value: at('2026-03-29T10:00:00Z'),
  },
  {
    name: '24 hours over it do not',
    expression: add(at('2026-03-28T11:00:00Z'), 'hour', 24, { timezone: berlin }),
    value: at('2026-03-29T11:00:00Z'),
  },
  {
    name: 'a time that clocks skip moves on',
    expression: add(at('2026-03-28T01:30:00Z'), 'day', 1, { timezone: berlin }),
    value: at('2026-03-29T01:30:00Z'),
  },
  {
    name: 'months end with their last day',
    expression: [
      add(at('2026-01-31T12:00:00Z'), 'month', 1),
      add(at('2024-02-29T12:00:00Z'), 'year', 1),
      add(at('2026-11-30T12:00:00Z'), 'quarter', 1),
      add(at('2026-03-31T12:00:00Z'), 'month', -1),
    ],
    value: [at('2026-02-28T12:00:00Z'), at('2025-02-28T12:00:00Z'), at('2027-02-28T12:00:00Z'), at('2026-02-28T12:00:00Z')],
  },
  {
    name: 'a month by the calendar of the place: the last of the month is the first in UTC',
    expression: add(at('2026-01-31T23:30:00Z'), 'month', 1, { timezone: berlin }),
    value: at('2026-02-28T23:30:00Z'),
  },
  {
    name: '$dateSubtract',
    expression: [{ $dateSubtract: { startDate: at('2026-03-29T10:00:00Z'), unit: 'day', amount: 1, timezone: berlin } }],
    value: [at('2026-03-28T11:00:00Z')],
  },
  { name: 'a week by a Long', expression: add(night, 'week', new Long(1)), value: at('2026-04-04T23:30:45.678Z') },
  {
    name: 'null',
    expression: [add(night, 'day', null), { $dateAdd: { startDate: '$nothing', unit: 'day', amount: 1 } }],
    value: [null, null],
  },
]

const diff = (startDate: string, endDate: string, unit: string, more: Document = {}) => ({
  $dateDiff: { startDate: at(startDate), endDate: at(endDate), unit, ...more },
})
const differences: readonly Case[] = [
  {
    name: 'boundaries are counted, not time',
    expression: [
      diff('2026-12-31T23:59:59Z', '2027-01-01T00:00:00Z', 'year'),
      diff('2026-01-01T00:00:00Z', '2026-12-31T23:59:59Z', 'year'),
      diff('2026-03-31T23:00:00Z', '2026-04-01T00:00:00Z', 'quarter'),
      diff('2026-01-31T00:00:00Z', '2026-03-01T00:00:00Z', 'month'),
      diff('2026-03-28T23:59:00Z', '2026-03-29T00:01:00Z', 'day'),
      diff('2026-03-28T10:59:00Z', '2026-03-28T11:01:00Z', 'hour'),
      diff('2026-03-28T10:59:59Z', '2026-03-28T11:01:00Z', 'minute'),
      diff('2026-03-28T10:59:59.9Z', '2026-03-28T11:00:00Z', 'second'),
      diff('2026-03-28T10:59:59.9Z', '2026-03-28T11:00:00Z', 'millisecond'),
    ],
    value: [1, 0, 1, 2, 1, 1, 2, 1, 100].map((n) => new Long(n)),
  },
  {
    name: 'backwards',
    expression: [
      diff('2027-01-01T00:00:00Z', '2026-12-31T23:59:59Z', 'year'),
      diff('2026-03-29T00:00:00Z', '2026-03-28T23:00:00Z', 'day'),
    ],
    value: [Long.fromNumber(-1), Long.fromNumber(-1)],
  },
  {
    name: 'weeks begin on Sunday, or on the day that is told',
    expression: [
      diff('2026-03-28T00:00:00Z', '2026-03-29T00:00:00Z', 'week'),
      diff('2026-03-28T00:00:00Z', '2026-03-29T00:00:00Z', 'week', { startOfWeek: 'monday' }),
      diff('2026-03-29T00:00:00Z', '2026-03-30T00:00:00Z', 'week', { startOfWeek: 'mon' }),
    ],
    value: [new Long(1), new Long(0), new Long(1)],
  },
  {
    name: 'days of a place',
    expression: [
      diff('2026-03-28T22:30:00Z', '2026-03-28T23:30:00Z', 'day', { timezone: berlin }),
      diff('2026-03-28T23:30:00Z', '2026-03-29T22:30:00Z', 'day', { timezone: berlin }),
    ],
    value: [new Long(1), new Long(1)],
  },
  {
    name: 'hours over a change of clocks are those that passed',
    expression: diff('2026-03-28T23:30:00Z', '2026-03-29T22:30:00Z', 'hour', { timezone: berlin }),
    value: new Long(23),
  },
  { name: 'null', expression: { $dateDiff: { startDate: '$nothing', endDate: '$at', unit: 'day' } }, value: null },
]

const document = {
  _id: 1,
  at: night,
  id: new ObjectId('65a1b2c3d4e5f60718293a4b'),
  stamp: new Timestamp({ t: 1_600_000_000, i: 1 }),
  text: 'x',
}

async function computed(expression: unknown): Promise<unknown> {
  const collection = await contract.collectionOf([document])
  const [found] = await collection.aggregate([{ $project: { _id: 0, value: expression } }]).toArray()
  return found?.value
}

describe('parts of a date', () => {
  test.each(parts)('$name', async ({ expression, value }) => expect(await computed(expression)).toEqual(value))
})
describe('$dateToString', () => {
  test.each(texts)('$name', async ({ expression, value }) => expect(await computed(expression)).toEqual(value))
})
describe('$dateTrunc', () => {
  test.each(truncations)('$name', async ({ expression, value }) => expect(await computed(expression)).toEqual(value))
})
describe('$dateAdd and $dateSubtract', () => {
  test.each(additions)('$name', async ({ expression, value }) => expect(await computed(expression)).toEqual(value))
})
describe('$dateDiff', () => {
  test.each(differences)('$name', async ({ expression, value }) => expect(await computed(expression)).toEqual(value))
})

test('calls are counted by the hour of a place', async () => {
  const collection = await contract.collectionOf(
    ['2026-03-28T22:10:00Z', '2026-03-28T23:10:00Z', '2026-03-28T23:50:00Z'].map((text, _id) => ({ _id, at: at(text) })),
  )
  const hour = { $dateToString: { date: '$at', format: '%Y-%m-%d %H', timezone: berlin } }
  const hours = await collection.aggregate([{ $group: { _id: hour, n: { $sum: 1 } } }, { $sort: { _id: 1 } }]).toArray()
  expect(hours).toEqual([
    { _id: '2026-03-28 23', n: 1 },
    { _id: '2026-03-29 00', n: 2 },
  ])
})

const wrong: readonly { name: string; expression: Document; code: number }[] = [
  { name: 'a text as a date', expression: { $year: '$text' }, code: 16006 },
  { name: 'a time zone that does not exist', expression: { $hour: { date: '$at', timezone: 'Europe/Nowhere' } }, code: 40485 },
  { name: 'a time zone in small letters', expression: { $hour: { date: '$at', timezone: 'europe/berlin' } }, code: 40485 },
  { name: 'a time zone that is no text', expression: { $hour: { date: '$at', timezone: 5 } }, code: 40517 },
  { name: 'an unknown argument', expression: { $hour: { date: '$at', zone: 'UTC' } }, code: 40535 },
  { name: 'no date', expression: { $hour: { timezone: 'UTC' } }, code: 40539 },
  { name: 'two dates', expression: { $hour: ['$at', '$at'] }, code: 40536 },
  { name: 'a format that is cut off', expression: { $dateToString: { date: '$at', format: '%' } }, code: 18535 },
  { name: 'a format that does not exist', expression: { $dateToString: { date: '$at', format: '%Q' } }, code: 18536 },
  { name: 'a unit that does not exist', expression: { $dateTrunc: { date: '$at', unit: 'fortnight' } }, code: 9 },
  { name: 'a text to cut', expression: { $dateTrunc: { date: '$text', unit: 'day' } }, code: 5439012 },
  {
    name: 'an amount that is not whole',
    expression: { $dateAdd: { startDate: '$at', unit: 'day', amount: 1.5 } },
    code: 5166405,
  },
  { name: 'no amount', expression: { $dateAdd: { startDate: '$at', unit: 'day' } }, code: 5166402 },
]
test.each(wrong)('refused as MongoDB refuses it: $name', async ({ expression, code }) => {
  expect(await refusalOf(computed(expression))).toMatchObject({ code })
})

describe.skipIf(MONGODB_IS_GIVEN)('refused by name, since MongoDB may do it otherwise', () => {
  const refused: readonly { name: string; expression: Document }[] = [
    { name: '$dateFromParts', expression: { $dateFromParts: { year: 2026 } } },
    { name: '$dateToParts', expression: { $dateToParts: { date: '$at' } } },
    { name: '$toDate', expression: { $toDate: 0 } },
    { name: '%B', expression: { $dateToString: { date: '$at', format: '%B' } } },
    { name: 'before 1970', expression: { $hour: { date: at('1965-01-01T00:00:00Z'), timezone: berlin } } },
    {
      name: 'clocks in Europe/Berlin show twice',
      expression: { $dateAdd: { startDate: at('2026-10-24T00:30:00Z'), unit: 'day', amount: 1, timezone: berlin } },
    },
  ]
  test.each(refused)('$name', async ({ name, expression }) => {
    const refusal = await refusalOf(computed(expression))
    expect(refusal?.code).toBe(238)
    expect(refusal?.message).toContain(name)
  })
})
