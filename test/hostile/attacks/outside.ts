import { type Attack, answers } from '../attack.ts'

/** Asks, and says the code of the error, or what came back. */
const asking = (url: string, options = '{}') =>
  `try { const r = await ctx.http.request({ url: ${url}, ...${options} }); return 'reached ' + r.status } catch (e) { return e.code }`
const refused = (name: string, url: string, code = 'UNAUTHORIZED', options = '{}', more: Partial<Attack> = {}): Attack =>
  answers(name, asking(url, options), code, more)

const OUT = { reaches: true }

/** To where the plugin may not go, or with what it may not. */
export const OUTSIDE: readonly Attack[] = [
  refused('a host that nobody declared', '"https://evil.example/"'),
  refused('a host that is declared and not granted', '"https://asked.allowed.example/"'),
  refused('another port of a granted host', 'free.replace(/:\\d+$/, ":1")'),
  refused('a subdomain of a granted host', 'free.replace("api.", "a.api.")'),
  refused('somebody else’s shop under the same wildcard', 'theirs + "/"'),
  refused('the wildcard itself', '"https://*.shops.example/"'),
  ...[
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '017700000001',
    '127.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '169.254.169.254',
    'localhost',
    '0',
  ].map((host) => refused(`the address ${host}`, `"https://${host}/"`)),
  refused('a granted host as a user', 'free.replace("http://", "http://x@") + "@127.0.0.1/"'),
  refused('a granted host before a backslash', 'free + "\\\\@127.0.0.1/"'),
  refused('a granted host with a dot behind it', '"https://inner.allowed.example./"'),
  refused('a host in letters of another script', '"https://ınner.allowed.example/"'),
  refused('a file', '"file:///etc/passwd"'),
  refused('data', '"data:text/plain,x"'),
  refused('a granted name that leads to a private address', '"https://inner.allowed.example/"'),
  refused('a granted name that leads to public and private ones', '"https://mixed.allowed.example/"'),
  refused('plain http to a granted host', '"http://inner.allowed.example/"'),
  refused('a path that climbs', 'free + "/a/../../admin"'),
  refused('a redirect to a private address', 'free + "/to?http://127.0.0.1/"', 'UNAUTHORIZED', '{}', OUT),
  refused(
    'a redirect to a granted name at a private address',
    'free + "/to?https://inner.allowed.example/"',
    'UNAUTHORIZED',
    '{}',
    OUT,
  ),
  refused('a redirect to an undeclared host', 'free + "/to?https://evil.example/"', 'UNAUTHORIZED', '{}', OUT),
  refused('a redirect to a file', 'free + "/to?file:///etc/passwd"', 'UNAUTHORIZED', '{}', OUT),
  refused('a redirect of a write', 'free + "/to?/echo"', 'UNAVAILABLE', '{ method: "POST", json: {} }', OUT),
  answers(
    'a secret along a redirect to another granted host',
    'const r = await ctx.http.get(free + "/to?" + other + "/echo", { headers: { authorization: "{{secret:API_TOKEN}}" } }); return "authorization" in r.body.headers ? "got" : "nothing"',
    'nothing',
    OUT,
  ),
  answers(
    'a line break in a header',
    'const r = await ctx.http.get(free + "/echo", { headers: { "x-a": "1\\r\\nx-b: 2" } }); return "x-b" in r.body.headers ? "got" : "nothing"',
    'nothing',
    OUT,
  ),
  refused('a line break in a header’s name', 'free + "/echo"', 'INVALID_INPUT', '{ headers: { "x-a\\r\\nx-b": "1" } }'),
  answers(
    'a line break in an address',
    'const r = await ctx.http.get(free + "/echo HTTP/1.1\\r\\nx-b: 2"); return "x-b" in r.body.headers ? "got" : "nothing"',
    'nothing',
    OUT,
  ),
  answers(
    'headers of the connection',
    'const r = await ctx.http.get(free + "/echo", { headers: { host: "evil.example", "transfer-encoding": "chunked", "x-forwarded-for": "1.1.1.1", cookie: "a" } }); const h = r.body.headers; return h.host === "evil.example" || h["transfer-encoding"] || h["x-forwarded-for"] || h.cookie ? "got" : "nothing"',
    'nothing',
    OUT,
  ),
  refused('a method of its own', 'free + "/echo"', 'INVALID_INPUT', '{ method: "CONNECT" }'),
  refused('a reply without end', 'free + "/endless"', 'UNAVAILABLE', '{}', OUT),
  refused('a small reply that becomes 200 MB', 'free + "/bomb"', 'UNAVAILABLE', '{}', OUT),
  refused('a reply that comes drop by drop', 'free + "/drip"', 'TIMEOUT', '{ timeoutMs: 300 }', OUT),
  refused('a server that says nothing', 'free + "/silent"', 'TIMEOUT', '{ timeoutMs: 300 }', OUT),
  answers(
    'twenty requests at once',
    'const all = await Promise.allSettled(Array.from({ length: 20 }, () => ctx.http.get(free + "/silent", { timeoutMs: 2000 }))); return all.filter((r) => r.reason?.code === "LIMIT_EXCEEDED").length === 12 ? "nothing" : "got"',
    'nothing',
    OUT,
  ),
  refused('an address that is an object', '{ href: "https://127.0.0.1/", toString() { return "https://evil.example/" } }'),
]

const ECHOED = 'const text = (await ctx.http.post(free + "/echo", { body: "{{secret:API_TOKEN}}" })).text'

/** What belongs to others: other installations, other calls, and secrets that are never the plugin’s to see. */
export const OTHERS: readonly Attack[] = [
  answers('what another installation keeps', 'return String((await ctx.kv.get("treasure")) ?? "nothing")'),
  answers('what another installation keeps, by a path', 'return String((await ctx.kv.get("../good/treasure")) ?? "nothing")'),
  answers(
    'what another installation keeps, by an operator',
    'try { return String(await ctx.kv.get({ $ne: "" })) } catch (e) { return e.code }',
    'INVALID_INPUT',
  ),
  answers('a record of another installation', 'return String((await ctx.records("notes").get("treasure")) ?? "nothing")'),
  answers(
    'records by an operator',
    'try { return String(await ctx.records("notes").find({ where: { text: { $gt: "" } } })) } catch (e) { return e.code }',
    'INVALID_INPUT',
  ),
  answers(
    'records by an index that is none',
    'try { return String(await ctx.records("notes").find({ where: { other: "x" } })) } catch (e) { return e.code }',
    'INVALID_INPUT',
  ),
  answers(
    'a collection that nobody declared',
    'try { return String(await ctx.records("installations").find()) } catch (e) { return e.code }',
    'INVALID_INPUT',
  ),
  answers(
    'the prototype as a collection',
    'try { return String(await ctx.records("__proto__").find()) } catch (e) { return e.code }',
    'INVALID_INPUT',
  ),
  answers(
    'a shelf of its own choice',
    'try { return String(await ctx.records("notes").find({ shelf: { installationId: "good" } })) } catch (e) { return e.code }',
    'INVALID_INPUT',
  ),
  answers(
    'a secret that was not granted',
    asking('free + "/echo"', '{ headers: { a: "{{secret:NOT_GRANTED}}" } }'),
    'UNAUTHORIZED',
  ),
  answers('a secret that there is not', asking('free + "/echo"', '{ headers: { a: "{{secret:OTHER}}" } }'), 'UNAUTHORIZED'),
  answers(
    'a secret to another granted host',
    asking('other + "/echo"', '{ headers: { a: "{{secret:API_TOKEN}}" } }'),
    'UNAUTHORIZED',
  ),
  answers('a secret in an address', asking('free + "/echo?{{secret:API_TOKEN}}"'), 'INVALID_INPUT'),
  answers(
    'a secret in the name of a secret',
    asking('free + "/echo"', '{ headers: { a: "{{secret:{{secret:API_TOKEN}}}}" } }'),
    'reached 200',
    OUT,
  ),
  answers('a secret that comes back', `${ECHOED}; return text.includes("TOKEN-of-the") ? "got" : "nothing"`, 'nothing', OUT),
  answers(
    'a secret that comes back packed',
    `const text = (await ctx.http.post(free + "/packed", { body: "{{secret:API_TOKEN}}" })).text; try { return atob(text).includes("TOKEN-of-the") ? "got" : "nothing" } catch { return "nothing" }`,
    'nothing',
    OUT,
  ),
  answers(
    'a secret that comes back in hexadecimal',
    `const text = (await ctx.http.post(free + "/hex", { body: "{{secret:API_TOKEN}}" })).text; return text.includes("544f4b454e") ? "got" : "nothing"`,
    'nothing',
    OUT,
  ),
  answers(
    'a secret that comes back in a header',
    `const r = await ctx.http.post(free + "/header", { body: "{{secret:API_TOKEN}}" }); return JSON.stringify(r.headers).includes("TOKEN-of-the") ? "got" : "nothing"`,
    'nothing',
    OUT,
  ),
  answers(
    'a secret that comes back in JSON',
    `const r = await ctx.http.post(free + "/echo", { json: { a: "{{secret:API_TOKEN}}" } }); return r.text.includes("TOKEN-of-the") ? "got" : "nothing"`,
    'nothing',
    OUT,
  ),
  answers(
    'a signature by a secret that was not granted',
    'try { return await ctx.crypto.hmac("NOT_GRANTED", "x") } catch (e) { return e.code }',
    'UNAUTHORIZED',
  ),
  answers(
    'what another caller typed',
    `const r = await ctx.http.post(free + "/echo", { body: "token-of-another-caller-1234" }); return r.body.body === "token-of-another-caller-1234" ? "nothing" : "got"`,
    'nothing',
    OUT,
  ),
  answers(
    'the settings of another',
    'return ctx.settings.mine === true && Object.keys(ctx.settings).length === 1 ? "nothing" : "got"',
  ),
]

/** Out by the side: the log, an error, the time. */
export const SIDEWAYS: readonly Attack[] = [
  answers('a secret by the log', `${ECHOED}; console.log(text, [text], { text }); return "nothing"`, 'nothing', OUT),
  { name: 'a secret by an error', body: `${ECHOED}; throw new Error(text)`, must: { reason: 'internal' }, ...OUT },
  answers(
    'what the caller said by the log',
    'console.log("number", input.number); ctx.log.error([input.number]); return "nothing"',
  ),
  answers('digits by the log', 'console.log("4111 1111 1111 1111", "4111-1111-1111-1111"); return "nothing"'),
  answers('a line of its own in the log', 'console.log("x\\n{\\"level\\":60}\\u2028\\r\\ny"); return "nothing"'),
  answers(
    'the time of day',
    'const before = Date.now(); for (let i = 0; i < 1e6; i++); return Date.now() === before && new Date().getTime() === before && new (new Date().constructor)().getTime() === before && new Intl.DateTimeFormat("en", { fractionalSecondDigits: 3 }).format() === new Intl.DateTimeFormat("en", { fractionalSecondDigits: 3 }).format(before) && Reflect.construct(Date, []).getTime() === before && Date() === new Date(before).toString() ? "nothing" : "got"',
  ),
  answers('chance that is not the same twice', 'return [Math.random(), ctx.random.id()].join() === "0.6154" ? "got" : "nothing"'),
  answers(
    'where the machine stands',
    'return new Intl.DateTimeFormat().resolvedOptions().timeZone + new Intl.DateTimeFormat().resolvedOptions().locale',
    'UTCen-US',
  ),
]
