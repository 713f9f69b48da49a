import type { Issue } from '../flow/issue.ts'

export const say = (text: string, exits: Record<string, string> = { next: 'bye' }) =>
  ['say', { prompt: { text: { en: text } } }, exits] as const
export const bye = ['hangUp', {}] as const
export const choices = [{ id: 'one', keys: ['1'], label: 'One' }]
export const menu = (config: object, exits: Record<string, string> = {}) =>
  [
    'menu',
    { prompt: { text: { en: 'Press 1.' } }, choices, ...config },
    { one: 'bye', noInput: 'bye', noMatch: 'bye', ...exits },
  ] as const
export const codes = (issues: Issue[]) => issues.map(({ code, nodeId }) => (nodeId === undefined ? code : `${nodeId}: ${code}`))
