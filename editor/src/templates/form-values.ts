import type { Problem, TemplateDetail } from '@patchbay/core/http-contract'

const OFFICE = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const
const FIRST_EXTENSION = '201'

/** What the form begins with: nothing that is a business's own, and what is usual for the rest. */
export function beginning({ questions, sample }: Pick<TemplateDetail, 'questions' | 'sample'>): Record<string, unknown> {
  const begins = (question: TemplateDetail['questions'][number]): unknown => {
    switch (question.kind) {
      case 'text':
      case 'phone':
        return ''
      case 'hours': {
        const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
        return { timeZone, hours: [{ days: [...OFFICE], from: '09:00', to: '17:00' }], holidays: [], exceptions: [] }
      }
      case 'people':
        return [{ name: '', number: '', skills: [], ...(question.extensions ? { extension: FIRST_EXTENSION } : {}) }]
      case 'yesNo':
      case 'number':
      case 'choice':
        return sample[question.key]
    }
  }
  return Object.fromEntries(questions.map((question) => [question.key, begins(question)]))
}

/** What the server found, by question and by the path below it. */
export function problemsOf(
  errors: NonNullable<Problem['errors']>,
  text: string,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const found = new Map<string, Map<string, string>>()
  for (const { path } of errors) {
    const [head, key, ...below] = path.split('.')
    if (head !== 'settings' || key === undefined) continue
    found.set(key, (found.get(key) ?? new Map()).set(below.join('.'), text))
  }
  return found
}
