/** A clock that stands still during a call, and random numbers that a repetition gets again. */
export interface FrozenTime {
  set(nowMs: number, seed: readonly number[]): void
}

export function frozenTime(global: typeof globalThis): FrozenTime {
  const RealDate = global.Date
  let now = 0
  let [a, b, c, d] = [1, 2, 3, 4]

  function FrozenDate(...given: unknown[]): unknown {
    if (new.target === undefined) return new RealDate(now).toString()
    return Reflect.construct(RealDate, given.length === 0 ? [now] : given, new.target)
  }
  const still = (value: unknown) => ({ value, writable: true, enumerable: false, configurable: true })
  Object.defineProperties(FrozenDate, {
    name: { value: 'Date', configurable: true },
    length: { value: 7, configurable: true },
    prototype: { value: RealDate.prototype, writable: false },
    now: still(() => now),
    parse: still(RealDate.parse),
    UTC: still(RealDate.UTC),
  })
  // or `new (new Date().constructor)()` would tell the time
  Object.defineProperty(RealDate.prototype, 'constructor', still(FrozenDate))
  Object.defineProperty(global, 'Date', still(FrozenDate))

  const { prototype } = Intl.DateTimeFormat
  const formatOf = Object.getOwnPropertyDescriptor(prototype, 'format')?.get
  const { formatToParts } = prototype
  const { apply } = Reflect
  Object.defineProperties(prototype, {
    format: {
      configurable: true,
      get(this: Intl.DateTimeFormat) {
        const format = apply(formatOf as () => (date: unknown) => string, this, [])
        return (date: unknown) => format(date === undefined ? now : date)
      },
    },
    formatToParts: still(function (this: Intl.DateTimeFormat, date: unknown) {
      return apply(formatToParts, this, [date === undefined ? now : date])
    }),
  })

  // sfc32: small, quick, and the same everywhere
  const random = (): number => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4_294_967_296
  }
  Object.defineProperty(global.Math, 'random', still(random))

  return {
    set(nowMs, seed) {
      now = nowMs
      a = (seed[0] ?? 0) | 0
      b = (seed[1] ?? 0) | 0
      c = (seed[2] ?? 0) | 0
      d = (seed[3] ?? 0) | 0
      for (let turn = 0; turn < 15; turn++) random()
    },
  }
}
