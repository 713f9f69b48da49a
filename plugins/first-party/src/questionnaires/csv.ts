import type { Response } from './stored.ts'

const COLUMNS = ['startedAt', 'survey', 'language', 'channel', 'flow', 'queue', 'agent', 'customer'] as const
const NEWLINE = '\r\n'

/** The first line of a file; RFC 4180. */
export const CSV_HEAD = `${['response', ...COLUMNS, 'finished', 'question', 'kind', 'score', 'words', 'recording'].join(',')}${NEWLINE}`

/** One line an answer; a response that nobody answered has one line without. */
export function csvRows(responses: readonly { id: string; value: Response }[]): string {
  const lines = responses.flatMap(({ id, value }) => {
    const own = [id, ...COLUMNS.map((name) => value[name] ?? ''), value.finishedAt === undefined ? 'no' : 'yes']
    const answers = value.answers.length === 0 ? [undefined] : value.answers
    return answers.map((answer) => [
      ...own,
      answer?.question ?? '',
      answer?.kind ?? '',
      answer?.value === undefined ? '' : String(answer.value),
      answer?.words ?? '',
      answer?.recording ?? '',
    ])
  })
  return lines.map((line) => line.map(cellOf).join(',') + NEWLINE).join('')
}

/** A text that a spreadsheet would take for a formula is made a text. */
function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
