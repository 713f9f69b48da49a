import { z } from 'zod'
import { calendarSchema } from '../bindings/calendar.ts'
import type { Language } from '../flow/language.ts'
import { phoneNumberSchema } from '../flow/schema.ts'

const inOneLanguage = z.string().trim().min(1).max(400)

/** A text in all languages of the product. */
export const allWordsSchema = z.strictObject({
  en: inOneLanguage,
  th: inOneLanguage,
  tr: inOneLanguage,
  lo: inOneLanguage,
  'zh-Hant': inOneLanguage,
} satisfies Record<Language, z.ZodType>)

const asked = {
  key: z.string().regex(/^[a-z][A-Za-z0-9]{0,29}$/),
  title: allWordsSchema,
  help: allWordsSchema.optional(),
}

/**
 * One question of the form that installs a template. Each kind has one control, one form of answer, and one way in which the
 * answer stands in flows (`fill-places.ts`).
 */
export const questionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), ...asked, maxLength: z.int().min(1).max(200).default(80) }),
  z.strictObject({ kind: z.literal('phone'), ...asked }),
  z.strictObject({ kind: z.literal('yesNo'), ...asked }),
  z.strictObject({ kind: z.literal('number'), ...asked, min: z.int(), max: z.int() }),
  z.strictObject({
    kind: z.literal('choice'),
    ...asked,
    options: z
      .array(z.strictObject({ value: z.string().min(1).max(40), title: allWordsSchema }))
      .min(2)
      .max(12),
  }),
  z.strictObject({ kind: z.literal('hours'), ...asked }),
  z.strictObject({
    kind: z.literal('people'),
    ...asked,
    skills: z
      .array(z.strictObject({ value: z.string().regex(/^[a-z]{1,20}$/), title: allWordsSchema }))
      .max(6)
      .default([])
      .describe('What somebody may look after; nobody chosen means everything.'),
    extensions: z.boolean().default(false).describe('Callers can dial each of them.'),
  }),
])
export type Question = z.infer<typeof questionSchema>

/** Characters that mean something in a text of ours: none of them may come in by an answer. */
const MEANS_SOMETHING = /[{}<>[\]\p{Cc}]/u

const plain = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !MEANS_SOMETHING.test(text), 'must be without { } < > [ ]')

const personSchema = z.strictObject({
  name: plain(60),
  number: phoneNumberSchema,
  extension: z
    .string()
    .regex(/^\d{3}$/, 'must have three digits')
    .optional(),
  skills: z.array(z.string()).max(6).default([]),
})
export type Person = z.infer<typeof personSchema>

/** What an answer to a question must look like. */
export function answerSchemaOf(question: Question): z.ZodType {
  switch (question.kind) {
    case 'text':
      return plain(question.maxLength)
    case 'phone':
      return phoneNumberSchema
    case 'yesNo':
      return z.boolean()
    case 'number':
      return z.int().min(question.min).max(question.max)
    case 'choice':
      return z.enum(question.options.map(({ value }) => value))
    case 'hours':
      return calendarSchema
    case 'people':
      return peopleSchema(question)
  }
}

function peopleSchema({ skills, extensions }: Extract<Question, { kind: 'people' }>): z.ZodType {
  const known = skills.map(({ value }) => value)
  return z
    .array(personSchema)
    .min(1)
    .max(20)
    .check(({ value: people, issues }) => {
      for (const [index, person] of people.entries()) {
        const fault = (field: string, message: string) =>
          issues.push({ code: 'custom', input: people, path: [index, field], message })
        if (person.skills.some((skill) => !known.includes(skill))) fault('skills', `must be of ${known.join(', ')}`)
        if (!extensions) continue
        if (person.extension === undefined) fault('extension', 'must have three digits')
        else if (people.findIndex(({ extension }) => extension === person.extension) < index)
          fault('extension', 'is somebody else’s')
      }
    })
}

/** Answers by the key of their question. */
export type Answers = Readonly<Record<string, unknown>>
export type ReadAnswers = { type: 'answers'; answers: Answers } | { type: 'faults'; faults: { path: string; message: string }[] }

/** Checks the answers to a form; says of each that does not fit where and why. */
export function readAnswers(questions: readonly Question[], given: Readonly<Record<string, unknown>>): ReadAnswers {
  const faults = Object.keys(given)
    .filter((key) => !questions.some((question) => question.key === key))
    .map((key) => ({ path: key, message: 'is not asked for' }))
  const answers: Record<string, unknown> = {}
  for (const question of questions) {
    const read = answerSchemaOf(question).safeParse(given[question.key])
    if (read.success) answers[question.key] = read.data
    else faults.push(...read.error.issues.map(({ path, message }) => ({ path: [question.key, ...path].join('.'), message })))
  }
  return faults.length > 0 ? { type: 'faults', faults } : { type: 'answers', answers }
}
