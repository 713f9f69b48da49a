import type { Issue } from '@patchbay/core'

export type FieldPath = readonly (string | number)[]

export const pathText = (path: FieldPath): string => path.join('.')

/** The path by which texts know a field: the same for every item of a list. */
export const nameOf = (path: FieldPath): string => pathText(path.filter((part) => typeof part === 'string'))

/** The value at a path of a form; undefined where the way there is not filled in. */
export function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[part] : undefined),
    value,
  )
}

/** A copy of the form with another value at a path; `undefined` takes the field away. */
export function withValueAt(value: unknown, path: FieldPath, next: unknown): unknown {
  const [part, ...rest] = path
  if (part === undefined) return next
  if (typeof part === 'number') {
    const list = Array.isArray(value) ? [...value] : []
    list[part] = withValueAt(list[part], rest, next)
    return list
  }
  const fields =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...(value as Record<string, unknown>) } : {}
  const inner = withValueAt(fields[part], rest, next)
  if (inner === undefined) delete fields[part]
  else fields[part] = inner
  return fields
}

/** The findings at a field or within it. */
export function issuesAt(issues: readonly Issue[], path: FieldPath): Issue[] {
  return issues.filter((issue) => issue.path !== undefined && path.every((part, index) => issue.path?.[index] === part))
}
