import { randomUUID } from 'node:crypto'
import Router from '@koa/router'
import { AppError, FAILED, LANGUAGES, type Language } from '@patchbay/core'
import type { Context } from 'koa'
import type { Logger } from 'pino'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { readRawBody } from '../http/raw-body.ts'
import type { PluginPort } from '../outside/plugin-port.ts'
import { type ActionOutcome, performAction } from '../plugins/perform-action.ts'
import { pageLanguage } from '../public-pages/page-language.ts'
import type { PageLetters } from '../public-pages/page-letters.ts'
import type { OpenedLink, SurveyDesk } from './survey-desk.ts'
import { type AnswerProblem, type AskedQuestion, createSurveyPages, hrefOf, type SurveyEnd, WORDS_MAX } from './survey-html.ts'

/** The longest words in any script, as a form sends them, fit in; so do some that are too long, which get their answer. */
const BODY_LIMIT_BYTES = 64 * 1024
/** Of one link: each asks the plugin, which callers wait for, too. */
const REQUESTS = 40
const PER_SECONDS = 10

interface Deps {
  desk: Pick<SurveyDesk, 'open'>
  port: Pick<PluginPort, 'invoke'>
  letters: PageLetters
  log: Pick<Logger, 'warn'>
  requests?: number
}

/** What the plugin says of a link that can be answered. */
interface OpenSurvey {
  language: string
  sender: string
  questions: AskedQuestion[]
}

/**
 * Where customers answer a survey that they were sent a link to: one question a page, each answer kept by the plugin before the next
 * one is asked. No script.
 */
export function surveyRoutes({ desk, port, letters, log, requests = REQUESTS }: Deps): Router {
  const router = new Router({ prefix: '/survey' })
  const pages = createSurveyPages(letters)
  const limiter = new RateLimiterMemory({ points: requests, duration: PER_SECONDS })

  const ask = ({ place, manifest, responseId }: OpenedLink, action: string, input: object = {}): Promise<ActionOutcome> =>
    performAction(port, place, {
      manifest,
      action,
      input: { responseId, ...input },
      // what is sent twice the plugin knows by what it has: a form that stood open for days may be sent again
      key: `survey-page/${randomUUID()}`,
      signal: new AbortController().signal,
    })

  const show =
    (answer: (ctx: SurveyContext, link: OpenedLink, survey: OpenSurvey) => Promise<void>) => async (ctx: SurveyContext) => {
      const token = ctx.params['link'] ?? ''
      const link = await desk.open(token)
      // nothing was looked up for a guess, and nothing is said of why
      if (link === 'nothing') throw new AppError('NOT_FOUND', 'There is nothing at this address')
      await limit(limiter, ctx, token)
      pages.open(ctx)
      const end = (what: SurveyEnd, ...languages: string[]): void => {
        ctx.body = pages.end(pageLanguage(ctx, chosenIn(ctx), ...languages), what, chosenIn(ctx))
      }
      if (link === 'off') return end('off')
      const { outlet, output, reason } = await ask(link, 'openLink')
      if (outlet === 'open') return answer(ctx, link, output as OpenSurvey)
      if (outlet === 'notFound' || reason === 'actionUnknown') return end('off')
      if (outlet === FAILED)
        throw new AppError('REQUEST_FAILED', 'The plugin cannot open the link just now', { details: { reason: reason ?? '' } })
      const { language = '' } = output as Partial<OpenSurvey>
      end(outlet === 'over' ? 'over' : 'answered', language)
    }

  router.get(
    '/:link',
    show(async (ctx, _link, survey) => {
      const chosen = chosenIn(ctx)
      const language = pageLanguage(ctx, chosen, survey.language)
      const { sender, questions } = survey
      const question = questionAt(questions, ctx)
      ctx.body =
        question === undefined
          ? pages.end(language, 'skipped', chosen)
          : pages.question(language, { sender, questions, question, chosen, ...problemIn(ctx) })
    }),
  )

  router.post(
    '/:link',
    show(async (ctx, link, { sender, questions, language: wanted }) => {
      const form = new URLSearchParams((await readRawBody(ctx.req, BODY_LIMIT_BYTES)).toString())
      const chosen = asLanguage(form.get('to')) ?? asLanguage(form.get('lang'))
      const language = pageLanguage(ctx, chosen, wanted)
      const goTo = (query: Parameters<typeof hrefOf>[0] = {}): void => {
        ctx.status = 303
        ctx.redirect(`${ctx.path}${hrefOf({ ...query, lang: chosen })}`)
      }
      const question = questions.find((one) => one.question === form.get('question'))
      // it was taken out of the survey while the page stood open
      if (question === undefined) return goTo()
      // browsers send two signs for the end of a line and count one
      const given = (form.get('answer') ?? '').replaceAll('\r\n', '\n')
      /** Asked again: by an address of its own where nothing would be lost, so that back and reload send no form anew. */
      const again = (problem: AnswerProblem): void => {
        if (problem === 'choose' || problem === 'settled') goTo({ q: question.question, problem })
        else {
          ctx.status = problem === 'later' ? 503 : 422
          ctx.body = pages.question(language, { sender, questions, question, given, problem, chosen })
        }
      }
      /** @param answered How many answers there are by now. */
      const goOn = async (answered: number): Promise<void> => {
        const further = nextAfter(questions, question)
        if (further !== undefined) return goTo({ after: question.question })
        if (answered === 0) return goTo({ end: 'skipped' })
        const { outlet, reason } = await ask(link, 'finish')
        if (outlet === FAILED) log.warn({ plugin: link.manifest.name, reason }, 'A survey could not be finished on its page')
        goTo()
      }

      const isComment = question.kind === 'comment'
      const isOther = form.has('to')
      if (isOther && given.trim() === '') return goTo({ q: question.question })
      const others = questions.filter((one) => one !== question && isAnswered(one)).length
      if (form.has('skip') || (isComment && given.trim() === '' && !isAnswered(question)))
        return goOn(others + (isAnswered(question) ? 1 : 0))
      if (!isComment && given === '') return again('choose')
      if (given.length > WORDS_MAX) return again('tooLong')
      const { outlet, reason } = await ask(link, 'answerLink', { question: question.question, value: given })
      switch (outlet) {
        case 'kept':
          // another language: what was typed has to be somewhere, and an address is no place for it
          if (isOther) return goTo({ q: question.question })
          return goOn(others + (given.trim() === '' ? 0 : 1))
        case 'invalidInput':
          return again('choose')
        case 'settled':
          return again('settled')
        case 'answered':
        case 'over':
        case 'notFound':
          return goTo()
        default:
          log.warn({ plugin: link.manifest.name, reason }, 'An answer on a page could not be kept')
          again('later')
      }
    }),
  )
  return router
}

type SurveyContext = Context & { params: Record<string, string | undefined> }

/** @throws {AppError} `TOO_MANY_REQUESTS` */
async function limit(limiter: RateLimiterMemory, ctx: Context, token: string): Promise<void> {
  try {
    await limiter.consume(token)
  } catch (thrown) {
    if (!(thrown instanceof RateLimiterRes)) throw thrown
    ctx.set('retry-after', String(Math.ceil(thrown.msBeforeNext / 1000)))
    throw new AppError('TOO_MANY_REQUESTS', 'Too many requests; try again in a moment')
  }
}

const asLanguage = (name: string | null | undefined): Language | undefined => LANGUAGES.find((language) => language === name)
const queryOf = (ctx: Context, name: string): string | undefined => [ctx.query[name]].flat()[0]
const chosenIn = (ctx: Context): Language | undefined => asLanguage(queryOf(ctx, 'lang'))

/** What was wrong with the form that led here. */
function problemIn(ctx: Context): { problem?: AnswerProblem } {
  const problem = queryOf(ctx, 'problem')
  return problem === 'choose' || problem === 'settled' ? { problem } : {}
}

const isAnswered = ({ score, words }: AskedQuestion): boolean => score !== undefined || words !== undefined

/** The next one that is open. What stands before was answered, or skipped. */
const nextAfter = (questions: readonly AskedQuestion[], question: AskedQuestion): AskedQuestion | undefined =>
  questions.slice(questions.indexOf(question) + 1).find((one) => !isAnswered(one))

/** The one that the address names, or the first that is open; undefined when the customer skipped all. */
function questionAt(questions: readonly AskedQuestion[], ctx: Context): AskedQuestion | undefined {
  const byName = (name: string | undefined) => questions.find(({ question }) => question === name)
  const named = byName(queryOf(ctx, 'q'))
  if (named !== undefined) return named
  if (queryOf(ctx, 'end') === 'skipped' && !questions.some(isAnswered)) return undefined
  const before = byName(queryOf(ctx, 'after'))
  const next = before === undefined ? undefined : nextAfter(questions, before)
  return next ?? questions.find((one) => !isAnswered(one)) ?? questions.at(-1)
}
