/** The text, number or yes-or-no at a path such as `orders[0].status`; blank for what is not there, a list or an object. */
export function valueAt(answer: unknown, path: string): string {
  let at: unknown = answer
  for (const [, index, name = ''] of path.matchAll(/\[(\d{1,4})\]|([^.[\]\s]+)/g)) {
    if (index !== undefined) at = Array.isArray(at) ? at[Number(index)] : undefined
    else
      at =
        typeof at === 'object' && at !== null && !Array.isArray(at) && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined
  }
  return typeof at === 'string' || typeof at === 'boolean' || typeof at === 'number' ? String(at) : ''
}
