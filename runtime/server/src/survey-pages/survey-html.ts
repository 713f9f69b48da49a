import { LANGUAGE_NAMES, LANGUAGES, type Language } from '@patchbay/core'
import type { Context } from 'koa'
import { toPlainHtml } from '../http/html.ts'
import type { PageLetters } from '../public-pages/page-letters.ts'
import { createPageShell, LOGO, SIGNS } from '../public-pages/page-shell.ts'
import { columnsOf, SURVEY_STYLE } from './survey-style.ts'
import { SURVEY_TEXTS, type SurveyTexts } from './survey-texts.ts'

/** A question as the plugin tells of it, with what was answered so far. */
export interface AskedQuestion {
  question: string
  kind: 'csat' | 'nps' | 'ces' | 'fcr' | 'scale' | 'yesNo' | 'comment'
  texts: readonly { language: string; text: string }[]
  lowest: number
  highest: number
  score?: number
  words?: string
}

/** Why an answer was not taken. */
export type AnswerProblem = 'choose' | 'tooLong' | 'settled' | 'later'
export type SurveyEnd = 'answered' | 'skipped' | 'over' | 'off'

/** In Unicode units of 16 bits, as browsers count. */
export const WORDS_MAX = 2000

export interface QuestionPage {
  /** The business; empty where it has not said. */
  sender: string
  questions: readonly AskedQuestion[]
  question: AskedQuestion
  /** As the form had it; absent: as it was answered before. */
  given?: string
  problem?: AnswerProblem
  /** The language that the customer chose on the page. */
  chosen?: Language | undefined
}

export interface SurveyPages {
  /** Sets what every page is answered with. */
  open(ctx: Context): void
  question(language: Language, page: QuestionPage): string
  /** How it ended. */
  end(language: Language, what: SurveyEnd, chosen?: Language): string
}

const END_SIGNS: Readonly<Record<SurveyEnd, string>> = {
  answered: SIGNS.done,
  skipped: SIGNS.done,
  over: SIGNS.waiting,
  off: SIGNS.waiting,
}

export function createSurveyPages(letters: PageLetters): SurveyPages {
  const { page, open } = createPageShell(letters, SURVEY_STYLE)
  return {
    open,
    question(language, { sender, questions, question, given = givenOf(question), problem, chosen }) {
      const text = SURVEY_TEXTS[language]
      const at = questions.indexOf(question)
      const filled = (template: string) => template.replace('{n}', String(at + 1)).replace('{total}', String(questions.length))
      const wording = wordingOf(question, language)
      const title = toPlainHtml(sender === '' ? text.title : sender)
      const before = questions[at - 1]
      const alert =
        problem === undefined ? '' : `<p class="bad" id="problem" role="alert">${problemText(text, problem, given, language)}</p>`
      const ask = question.kind === 'comment' ? wordsField : choiceField
      return page(
        language,
        `${sender === '' ? text.title : sender} · ${filled(text.progress)}`,
        `<h1>${LOGO}${title}</h1><p class="for">${filled(text.progress)}</p><form method="post">` +
          hidden('question', question.question) +
          (chosen === undefined ? '' : hidden('lang', chosen)) +
          ask(question, { text, given, problem, wording }) +
          alert +
          `<button>${at === questions.length - 1 ? text.send : text.next}</button>` +
          `<button class="no" name="skip" value="yes" formnovalidate>${text.skip}</button>` +
          (before === undefined
            ? ''
            : `<a class="back" href="${linkTo({ q: before.question, lang: chosen })}">← ${text.back}</a>`) +
          languagesOf(
            language,
            text,
            (one) => `<button name="to" value="${one}" formnovalidate lang="${one}">${LANGUAGE_NAMES[one]}</button>`,
          ) +
          '</form>',
      )
    },
    end(language, what, chosen) {
      const text = SURVEY_TEXTS[language]
      const more =
        what === 'answered'
          ? `<p class="for">${text.canClose}</p>`
          : what === 'skipped'
            ? `<p><a class="back" href="${linkTo({ lang: chosen })}">${text.toQuestions}</a></p>`
            : ''
      return page(
        language,
        text[what],
        `<div role="status"><h1>${END_SIGNS[what]}${text[what]}</h1></div>${more}` +
          languagesOf(
            language,
            text,
            (one) =>
              `<a href="${linkTo({ lang: one, end: what === 'skipped' ? what : undefined })}" lang="${one}">${LANGUAGE_NAMES[one]}</a>`,
          ),
      )
    },
  }
}

/** An address of the same page. */
export function hrefOf(query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]))
  return `?${new URLSearchParams(given)}`
}

const linkTo = (query: Parameters<typeof hrefOf>[0]): string => toPlainHtml(hrefOf(query))

const hidden = (name: string, value: string): string => `<input type="hidden" name="${name}" value="${toPlainHtml(value)}">`

function languagesOf(now: Language, text: SurveyTexts, entry: (language: Language) => string): string {
  const entries = LANGUAGES.map((one) =>
    one === now ? `<span aria-current="true" lang="${one}">${LANGUAGE_NAMES[one]}</span>` : entry(one),
  )
  return `<div class="languages" role="group" aria-label="${text.languages}">${entries.join('')}</div>`
}

/** What was answered before, as the form says it. */
function givenOf({ kind, score, words }: AskedQuestion): string {
  if (score === undefined) return words ?? ''
  return kind === 'fcr' || kind === 'yesNo' ? (score === 1 ? 'yes' : 'no') : String(score)
}

/** The text in the reader's language; one that the survey does not have is asked in another, and says in which. */
function wordingOf({ texts }: AskedQuestion, language: Language): { text: string; lang: string } {
  const found = texts.find((one) => one.language === language) ?? texts.find((one) => one.language === 'en') ?? texts[0]
  return {
    text: toPlainHtml(found?.text ?? ''),
    lang: found === undefined || found.language === language ? '' : ` lang="${found.language}"`,
  }
}

interface Field {
  text: SurveyTexts
  given: string
  problem: AnswerProblem | undefined
  wording: ReturnType<typeof wordingOf>
}

function choiceField(question: AskedQuestion, { text, given, problem, wording }: Field): string {
  const choices = choicesOf(question, text)
  const ends =
    question.kind === 'csat' || question.kind === 'nps' || question.kind === 'ces' ? text.ends[question.kind] : undefined
  const told = [ends === undefined ? '' : 'ends', problem === undefined ? '' : 'problem'].filter((id) => id !== '').join(' ')
  // where whoever was wrong goes on
  const next = choices.find(({ value }) => value === given) ?? choices[0]
  const entries = choices.map(
    ({ value, name }) =>
      `<label><input type="radio" name="answer" value="${value}" required${value === given ? ' checked' : ''}` +
      `${problem !== undefined && value === next?.value ? ' autofocus' : ''}><span>${name}</span></label>`,
  )
  return (
    `<fieldset role="radiogroup" aria-labelledby="asked" aria-required="true"${problem === undefined ? '' : ' aria-invalid="true"'}` +
    `${told === '' ? '' : ` aria-describedby="${told}"`}><legend id="asked"${wording.lang}>${wording.text}</legend>` +
    `<div class="scale of${columnsOf(choices.length)}">${entries.join('')}</div>` +
    `${ends === undefined ? '' : `<p class="ends" id="ends"><span>${question.lowest} – ${ends[0]}</span><span>${question.highest} – ${ends[1]}</span></p>`}</fieldset>`
  )
}

function choicesOf({ kind, lowest, highest }: AskedQuestion, text: SurveyTexts): { value: string; name: string }[] {
  if (kind === 'fcr' || kind === 'yesNo') {
    const [yes, no] = text.yesNo[kind]
    return [
      { value: 'yes', name: yes },
      { value: 'no', name: no },
    ]
  }
  return Array.from({ length: highest - lowest + 1 }, (_, index) => String(lowest + index)).map((value) => ({
    value,
    name: value,
  }))
}

// a line that a browser would swallow stands in front of what was written
const wordsField = (_question: AskedQuestion, { given, problem, wording }: Field): string =>
  `<div class="field"><label class="asked" for="answer"${wording.lang}>${wording.text}</label>` +
  `<textarea id="answer" name="answer" rows="5" maxlength="${WORDS_MAX}"${problem === undefined ? '' : ' aria-invalid="true" aria-describedby="problem" autofocus'}>\n${toPlainHtml(given)}</textarea></div>`

function problemText(text: SurveyTexts, problem: AnswerProblem, given: string, language: Language): string {
  const { format } = new Intl.NumberFormat(language)
  return text[problem].replace('{count}', format(given.length)).replace('{most}', format(WORDS_MAX))
}
