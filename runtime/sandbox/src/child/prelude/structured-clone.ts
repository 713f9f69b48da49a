/** `structuredClone`, for what plugins hold: data, dates, maps, sets, bytes and errors, with their circles. */
export function structuredCloning(global: typeof globalThis): void {
  const notCloneable = (what: string) =>
    Object.assign(new Error(`${what} could not be cloned`), { name: 'DataCloneError', code: 25 })
  const ERRORS: Readonly<Record<string, ErrorConstructor>> = {
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  }
  const kindOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1)

  const cloneAll = (value: unknown, seen: Map<object, unknown>): unknown => {
    if (typeof value === 'function') throw notCloneable('A function')
    if (typeof value === 'symbol') throw notCloneable('A symbol')
    if (typeof value !== 'object' || value === null) return value
    if (seen.has(value)) return seen.get(value)
    const keep = <Made>(made: Made): Made => {
      seen.set(value, made)
      return made
    }
    const fill = <Made extends object>(made: Made): Made => {
      for (const name of Object.keys(value))
        Object.defineProperty(made, name, {
          value: cloneAll(Reflect.get(value, name), seen),
          writable: true,
          enumerable: true,
          configurable: true,
        })
      return made
    }
    if (Array.isArray(value)) return fill(keep(new Array(value.length)))
    if (ArrayBuffer.isView(value)) {
      const buffer = cloneAll(value.buffer, seen) as ArrayBuffer
      if (value instanceof DataView) return keep(new DataView(buffer, value.byteOffset, value.byteLength))
      const view = value as Uint8Array
      const Kind = Reflect.get(global, kindOf(value)) as typeof Uint8Array
      return keep(new Kind(buffer, view.byteOffset, view.length))
    }
    if (value instanceof ArrayBuffer) return keep(value.slice(0))
    if (value instanceof Map) {
      const made = keep(new Map())
      for (const [name, inner] of [...value]) made.set(cloneAll(name, seen), cloneAll(inner, seen))
      return made
    }
    if (value instanceof Set) {
      const made = keep(new Set())
      for (const inner of [...value]) made.add(cloneAll(inner, seen))
      return made
    }
    if (value instanceof Error) {
      const Kind = Object.hasOwn(ERRORS, value.name) ? ERRORS[value.name] : undefined
      const made = keep(new (Kind ?? Error)(value.message))
      if (Object.hasOwn(value, 'cause')) made.cause = cloneAll(value.cause, seen)
      return made
    }
    switch (kindOf(value)) {
      case 'Date':
        return keep(new Date((value as Date).getTime()))
      case 'RegExp':
        return keep(new RegExp((value as RegExp).source, (value as RegExp).flags))
      case 'Boolean':
      case 'Number':
      case 'String':
      case 'BigInt':
        return keep(Object((value as NonNullable<unknown>).valueOf()))
      case 'Promise':
      case 'WeakMap':
      case 'WeakSet':
        throw notCloneable(`A ${kindOf(value)}`)
      default:
        return fill(keep({}))
    }
  }
  Object.defineProperty(global, 'structuredClone', {
    value: (value: unknown) => cloneAll(value, new Map()),
    writable: true,
    enumerable: false,
    configurable: true,
  })
}
