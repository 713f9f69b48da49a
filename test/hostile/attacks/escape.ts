import { type Attack, answers, ends } from '../attack.ts'

// `inside(make)` runs code by a function maker that was got hold of, and says 'nothing' when it knows no process, no require, no module
/** Out of the isolate, by whatever the host has put into it. */
export const ESCAPES: readonly Attack[] = [
  answers('the constructor of an object', 'return inside({}.constructor.constructor)'),
  answers('the constructor of the context', 'return inside(ctx.constructor.constructor)'),
  answers('the constructor of a function of the host', 'return inside(ctx.kv.get.constructor)'),
  answers('the constructor of a promise of the host', 'return inside(ctx.kv.get("a").constructor.constructor)'),
  answers('the constructor of an answer of the host', 'return inside((await ctx.kv.get("list")).constructor.constructor)'),
  answers(
    'the constructor of an error of the host',
    'try { await ctx.kv.get({}) } catch (e) { return inside(e.constructor.constructor) }',
  ),
  answers('the maker of async functions', 'return inside((async () => {}).constructor, "return what()")'),
  answers('the maker of generators', 'return inside((function* () {}).constructor)'),
  answers('eval', 'return inside((code) => () => eval("(() => { " + code + " })()"))'),
  answers('eval, called from elsewhere', 'return inside((code) => () => (0, eval)("(() => { " + code + " })()"))'),
  answers('import()', 'try { await import("node:fs"); return "got" } catch (e) { return "nothing" }'),
  answers(
    'import() by a made function',
    'try { await Function("return import(\'fs\')")(); return "got" } catch { return "nothing" }',
  ),
  answers(
    'call sites of a stack',
    `Error.prepareStackTrace = (_, sites) => sites.flatMap((s) => [s.getThis(), s.getFunction()]).filter((x) => x !== undefined && x !== globalThis)
     const { stack } = new Error()
     const outer = await new Promise((done) => { ctx.kv.get('a').then(() => done(new Error().stack)) })
     return [...stack, ...outer].some((x) => typeof x === 'function' && /waiting|native code/.test(String(x)) && !String(x).includes('waiting|')) ? 'got' : 'nothing'`,
  ),
  answers(
    'a caller’s caller',
    `function loose() { try { return loose.caller ?? arguments.callee.caller } catch { return null } }
     const by = [1].map(loose)[0]
     return by === null || typeof by !== 'function' ? 'nothing' : inside(by.constructor)`,
  ),
  answers(
    'paths of the host in a stack',
    'return /(\\/|\\\\)(home|usr|work|node_modules|src)|node:/.test(new Error().stack) ? "got" : "nothing"',
  ),
  answers(
    'paths of the host in an error of the host',
    'try { await ctx.kv.get({}) } catch (e) { return /(\\/|\\\\)[a-z]+(\\/|\\\\)|node:|\\.ts/.test(e.message + e.stack) ? "got" : "nothing" }',
  ),
  answers(
    'anything of isolated-vm, from everything that can be reached',
    `const seen = new Set(), found = []
     const visit = (value) => {
       if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return
       seen.add(value)
       for (const key of Reflect.ownKeys(value)) {
         if (/^(applySync|applyIgnored|copySync|derefInto|deref|transferIn|getSync|setSync|NativeModule|Isolate|ExternalCopy|Reference)$/.test(String(key))) found.push(String(key))
         const own = Object.getOwnPropertyDescriptor(value, key)
         for (const part of [own.value, own.get, own.set]) visit(part)
       }
       visit(Object.getPrototypeOf(value))
     }
     for (const root of [globalThis, ctx, ctx.kv.get('a'), ctx.records('notes')]) visit(root)
     return seen.size > 300 && found.length === 0 ? 'nothing' : found.join() + seen.size`,
  ),
  ...(['call', 'apply', 'bind'] as const).map((name) =>
    answers(
      `Function.prototype.${name} in other hands`,
      `const held = []; const real = Function.prototype.${name}
       Function.prototype.${name} = function (...a) { held.push(this, ...a); return Reflect.apply(real, this, a) }
       await ctx.kv.set('a', 1); console.log('x')
       return held.some((x) => typeof x === 'function' && /\\[native code\\]/.test(String(x)) && isForeign(x)) ? 'got' : 'nothing'`,
    ),
  ),
  ...[
    'Map.prototype.set',
    'Map.prototype.get',
    'Array.prototype.map',
    'Array.prototype.join',
    'String.prototype.slice',
    'Promise.prototype.then',
  ].map((path) =>
    answers(
      `${path} in other hands`,
      `const held = []; const real = ${path}
       ${path} = function (...a) { held.push(this, ...a); return Reflect.apply(real, this, a) }
       await ctx.kv.set('a', 1); console.log('x'); new URL('https://a.example.com/?b=c').searchParams.set('d', 'e')
       return held.some(isForeign) ? 'got' : 'nothing'`,
    ),
  ),
  answers(
    'JSON in other hands: what crosses is bent, and no more than that',
    `const real = JSON.stringify
     JSON.stringify = () => real({ name: 'other', __proto__: { x: 1 } })
     JSON.parse = () => ({ constructor: 'x' })
     return (await ctx.kv.get('list')).length === 2 ? 'nothing' : 'got'`,
  ),
  answers(
    'a setter on every object',
    "Object.defineProperty(Object.prototype, 'resolve', { set(v) { this.__got = v }, configurable: true }); await ctx.kv.get('a'); return 'nothing'",
  ),
  ends('then on every object', "Object.prototype.then = function (resolve) { resolve('x') }; return { a: 1 }", [
    'answerNotReadable',
    'internal',
  ]),
  answers(
    'a symbol that makes promises',
    "class P extends Promise { static get [Symbol.species]() { return function (run) { run(() => {}, () => {}) } } }; await ctx.kv.get('a'); return 'nothing'",
  ),
  answers(
    'globals by symbol',
    "return Object.getOwnPropertySymbols(globalThis).filter((s) => s !== Symbol.toStringTag).length === 0 ? 'nothing' : 'got'",
  ),
  answers(
    'process, require, fetch and their like',
    "return ['process','require','module','Buffer','fetch','WebSocket','XMLHttpRequest','Worker','Deno','global','ivm','send','sum','__dirname'].filter((n) => n in globalThis).join() || 'nothing'",
  ),
  answers(
    'what was taken away',
    "return ['WebAssembly','SharedArrayBuffer','Atomics','WeakRef','FinalizationRegistry','Temporal','performance'].filter((n) => n in globalThis).join() || 'nothing'",
  ),
  answers(
    'memory that grows, by another way',
    "try { const b = new ArrayBuffer(8, { maxByteLength: 1e9 }); return typeof b.resize === 'function' ? 'got' : 'nothing' } catch { return 'nothing' }",
  ),
  answers(
    'a function as a value',
    "try { return (await ctx.kv.set('f', () => 1)) === true && (await ctx.kv.get('f')) === null ? 'nothing' : 'got' } catch { return 'nothing' }",
  ),
  answers(
    'a symbol, a map and bytes as values',
    "for (const v of [Symbol('a'), new Map([[1, 2]]), new ArrayBuffer(8), new Proxy({}, {})]) await ctx.kv.set('v', v).catch(() => 0); return 'nothing'",
  ),
  answers(
    'a value whose own text throws',
    "try { await ctx.kv.set('v', { toJSON() { throw { get code() { return 'CRASHED' } } } }); return 'got' } catch { return 'nothing' }",
  ),
  answers(
    'a prototype for the host, by a value',
    'await ctx.kv.set("p", JSON.parse(\'{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}\')); return "nothing"',
  ),
  answers(
    'a prototype for the host, by headers',
    'await ctx.http.get(free + "/", { headers: JSON.parse(\'{"__proto__":"polluted"}\') }).catch(() => 0); return "nothing"',
    'nothing',
    { reaches: true },
  ),
  ends('an answer that is a promise of nothing', 'return { then() {} }', 'timeout', { isTimed: true }),
  ends('an answer with a getter that throws', "return { get outlet() { throw new Error('x') } }", 'internal'),
  ends('an answer by a function that is not the plugin’s', 'throw 1', 'internal', { top: '' }),
  ends('an error with a hostile code', "throw { code: '__proto__', message: { toString() { throw 1 } } }", 'internal'),
  ends(
    'an error that cannot be looked at',
    'throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })',
    'internal',
  ),
]
