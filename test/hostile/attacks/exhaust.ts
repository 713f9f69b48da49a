import { type Attack, answers, ends } from '../attack.ts'

const WORK = 'tooMuchWork'
const MEMORY = 'tooMuchMemory'
/** Each round leaves something behind: which limit is met first depends on how fast the machine is. */
const WORK_OR_MEMORY = [WORK, MEMORY] as const
/** What V8 refuses by itself, or the host before it can: nothing of the machine is used up either way. */
const ANY = [WORK, MEMORY, 'internal', 'crashed', 'timeout'] as const

/** Processor, memory, time and the host's patience. */
export const EXHAUSTIONS: readonly Attack[] = [
  // first, while the attacker still has its share of the processor
  ends('a promise that never settles', 'await new Promise(() => {})', 'timeout', { isTimed: true }),
  ends('an endless loop', 'for (;;) {}', WORK),
  ends('an endless loop as the plugin is loaded', 'return 1', 'notLoaded', { top: 'for (;;) {}' }),
  ends('an endless loop in a class', 'return 1', 'notLoaded', { top: 'class A { static { for (;;) {} } }' }),
  ends('a flood of microtasks', 'const on = () => Promise.resolve().then(on); on(); await new Promise(() => {})', WORK_OR_MEMORY),
  ends('waiting for nothing, for ever', 'for (;;) await 0', WORK_OR_MEMORY),
  ends('a generator without end', 'async function* all() { for (;;) yield 1 } for await (const _ of all()) ;', WORK_OR_MEMORY),
  ends('a regular expression that goes back and forth', "return /^(a+)+$/.test('a'.repeat(40) + 'b')", WORK),
  ends('a comparator that never says', '[3, 2, 1].sort(() => { for (;;) ; })', WORK),
  ends('an answer whose text never ends', 'return { outlet: "done", output: { toJSON() { for (;;) ; } } }', WORK),
  ends('an error that never ends', 'throw { get code() { for (;;) ; } }', WORK),
  ends('a stack that never ends', 'Error.prepareStackTrace = () => { for (;;) ; }; throw new Error("x")', [WORK, 'internal']),
  ends('dates without end', 'for (;;) new Intl.DateTimeFormat("th", { dateStyle: "full" }).format(1)', [WORK, MEMORY]),
  ends('sums of the host without end', 'for (;;) URL.canParse("https://a.example.com/" + "x".repeat(7000))', WORK),
  ends('timers one after the other', 'const on = () => setTimeout(on, 0); on(); await new Promise(() => {})', 'tooManyRequests'),
  ends('an interval', 'setInterval(() => {}, 0); await new Promise(() => {})', 'tooManyRequests'),
  ends('a thousand logs', 'for (let i = 0; i < 1000; i++) console.log("x".repeat(5000)); return 1', 'tooManyRequests'),
  ends(
    'a thousand requests to the host',
    'await Promise.all(Array.from({ length: 1000 }, () => ctx.kv.get("a")))',
    'tooManyRequests',
  ),
  ends('an answer of megabytes', 'return { outlet: "done", output: { text: "x".repeat(3e6) } }', 'tooLarge'),
  ends('a log of megabytes is cut, and again and again', 'for (;;) ctx.log.info("x".repeat(1e6))', [
    'tooManyRequests',
    MEMORY,
    WORK,
  ]),
  ends('a request of megabytes', 'await ctx.kv.set("a", "x".repeat(3e6))', 'tooLarge'),
  ends('lists upon lists', 'const all = []; for (;;) all.push(new Array(1e4).fill(1))', [MEMORY, WORK]),
  ends('objects upon objects', 'const all = []; for (;;) all.push({ a: [], b: {} })', [MEMORY, WORK]),
  ends('promises upon promises', 'const all = []; for (;;) all.push(new Promise(() => {}))', [MEMORY, WORK]),
  ends('closures of proxies of closures', 'let f = () => 1; for (;;) f = new Proxy(f, {}).bind(null)', [MEMORY, WORK]),
  ends('bytes upon bytes', 'const all = []; for (;;) all.push(new Uint8Array(1e6).fill(1))', ANY),
  ends('2 GB of bytes', 'return new ArrayBuffer(2 ** 31 - 1).byteLength', ANY),
  ends('a text twice as long, and twice', 'let s = "x"; for (;;) s += s', ANY),
  ends(
    'a text of 400 MB, made flat',
    'let s = "x"; while (s.length < 4e8) s += s; return s.charCodeAt(5) + s.normalize().length',
    ANY,
  ),
  ends('a text of 200 MB, taken apart', 'let s = "ab"; while (s.length < 2e8) s += s; return s.split("").length', ANY),
  ends('a list of a hundred million', 'return new Array(1e8).fill(0).length', ANY),
  ends('a list of four thousand million', 'return Array.from({ length: 2 ** 32 - 1 }).length', ANY),
  ends('a number of a thousand million digits', 'return String(2n ** (2n ** 30n)).length', ANY),
  ends('names without end', 'for (let i = 0; ; i++) Symbol.for("k" + i + "x".repeat(500))', ANY),
  ends('names of properties without end', 'const o = {}; for (let i = 0; ; i++) o["k" + i] = i', [MEMORY, WORK]),
  ends('JSON a million levels deep, read', 'return JSON.parse("[".repeat(1e6) + "]".repeat(1e6)).length', ANY),
  // it comes out whole, and is held against the manifest there
  answers(
    'an answer two thousand levels deep',
    'let o = {}; for (let i = 0; i < 2000; i++) o = { o }; return { outlet: "done", output: { got: "nothing", o } }',
  ),
  ends('an error that says it is the host’s', "throw { code: 'CRASHED', message: 'x' }", 'crashed'),
  ends('calls without end', 'const on = () => on() + 1; return on()', 'internal'),
  answers('WebAssembly’s memory', 'try { return String(new WebAssembly.Memory({ initial: 16384 })) } catch { return "nothing" }'),
  answers('memory that threads share', 'try { return String(new SharedArrayBuffer(1e9)) } catch { return "nothing" }'),
  answers(
    'waiting by Atomics',
    'try { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) } catch { return "nothing" }',
  ),
]
