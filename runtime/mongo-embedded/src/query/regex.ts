import { MongoError, refuse } from '../errors.ts'

const END = '(?![\\s\\S])'
const SPACES = '\\t\\n\\v\\f\\r '
/** Escapes that mean the same in PCRE and in JavaScript's unicode mode. */
const SAME_ESCAPES = /[dDwWbBnrtfv0-9]/

/**
 * A PCRE pattern as JavaScript's, with the same meaning or not at all.
 * @throws {MongoError} 51091 for a pattern that is not valid, 238 for PCRE syntax that JavaScript lacks.
 */
export function toRegExp(pattern: string, options: string): RegExp {
  let flags = 'u'
  let extended = false
  let multiline = false
  let dotAll = false
  const inline = /^\(\?([imsx]+)\)/.exec(pattern)
  for (const option of options + (inline?.[1] ?? '')) {
    if (option === 'i') flags += flags.includes('i') ? '' : 'i'
    else if (option === 'm') multiline = true
    else if (option === 's') dotAll = true
    else if (option === 'x') extended = true
    else if (option !== 'u') throw new MongoError(51108, `invalid flag in regex options: ${option}`)
  }
  const source = translate(pattern.slice(inline?.[0].length ?? 0), { extended, multiline, dotAll })
  try {
    return new RegExp(source, flags)
  } catch {
    throw new MongoError(51091, `Regular expression is invalid: ${pattern}`)
  }
}

interface Modes {
  readonly extended: boolean
  readonly multiline: boolean
  readonly dotAll: boolean
}

function translate(pattern: string, modes: Modes): string {
  let out = ''
  let inClass = false
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] as string
    if (char === '\\') {
      i++
      const [text, used] = translateEscape(pattern, i, inClass)
      out += text
      i += used
    } else if (inClass) {
      if (char === '[' && /^\[[:.=]/.test(pattern.slice(i))) refuse(`POSIX class in the regular expression ${pattern}`)
      if (char === ']') inClass = false
      // these are plain inside a class for PCRE, and need an escape nowhere but in JavaScript's newer modes
      out += char === '[' ? '\\[' : char
    } else if (char === '[') {
      inClass = true
      out += char
      if (pattern[i + 1] === '^') out += pattern[++i]
      if (pattern[i + 1] === ']') {
        out += '\\]'
        i++
      }
    } else if (modes.extended && /\s/.test(char)) continue
    else if (modes.extended && char === '#') {
      const lineEnd = pattern.indexOf('\n', i)
      i = lineEnd === -1 ? pattern.length : lineEnd
    } else if (char === '.') out += modes.dotAll ? '[\\s\\S]' : '[^\\n]'
    else if (char === '^') out += modes.multiline ? '(?<=^|\\n)' : '^'
    else if (char === '$') out += modes.multiline ? `(?=\\n|${END})` : `(?=\\n?${END})`
    else if (char === '(' && pattern[i + 1] === '?' && !/^\(\?(?::|=|!|<=|<!|<[A-Za-z_])/.test(pattern.slice(i))) {
      refuse(`group syntax in the regular expression ${pattern}`)
    } else if (char === '{' && !/^\{\d+(,\d*)?\}/.test(pattern.slice(i))) out += '\\{'
    else if (char === '}' && !/\{\d+(,\d*)?$/.test(out)) out += '\\}'
    else if (char === ']') out += '\\]'
    else if (char === '+' && /[*+?}]$/.test(pattern.slice(0, i)) && pattern[i - 2] !== '\\')
      refuse(`possessive quantifier in ${pattern}`)
    else out += char
  }
  return out
}

/** What stands for the escape at `at`, and how many more characters it took. */
function translateEscape(pattern: string, at: number, inClass: boolean): [string, number] {
  const char = pattern[at]
  if (char === undefined) throw new MongoError(51091, 'Regular expression is invalid: \\ at end of pattern')
  if (!/[A-Za-z0-9]/.test(char)) {
    const [whole = char] = pattern.slice(at)
    return [/[\^$\\.*+?()[\]{}|/-]/.test(whole) ? (whole === '-' && !inClass ? '-' : `\\${whole}`) : whole, 0]
  }
  if (char === 's') return [inClass ? SPACES : `[${SPACES}]`, 0]
  if (char === 'S' && !inClass) return [`[^${SPACES}]`, 0]
  if (SAME_ESCAPES.test(char)) return [`\\${char}`, 0]
  if (!inClass) {
    if (char === 'A') return ['(?<![\\s\\S])', 0]
    if (char === 'z') return [END, 0]
    if (char === 'Z') return [`(?=\\n?${END})`, 0]
  }
  const hex = /^x([0-9A-Fa-f]{2})/.exec(pattern.slice(at))
  if (hex !== null) return [`\\x${hex[1]}`, 2]
  const property = /^[pP]\{[A-Za-z_]+\}/.exec(pattern.slice(at))
  if (property !== null) return [`\\${property[0]}`, property[0].length - 1]
  return refuse(`escape \\${char} in a regular expression`)
}
