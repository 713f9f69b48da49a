/** What differs between two sets of fields as a service keeps them, named as the category names them. */
export const changesOf = (
  before: Readonly<Record<string, string | null | undefined>>,
  after: Readonly<Record<string, string>>,
): { field: string; old: string; new: string }[] =>
  Object.entries(after).flatMap(([field, value]) =>
    (before[field] ?? '') === value ? [] : [{ field, old: before[field] ?? '', new: value }],
  )
