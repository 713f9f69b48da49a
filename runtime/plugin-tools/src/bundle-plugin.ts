import { builtinModules, SourceMap, type SourceMapPayload } from 'node:module'
import { basename, dirname, join, relative, sep } from 'node:path'
import { AppError } from '@patchbay/core'
import { type BuildFailure, build, type Message, type Plugin } from 'esbuild'
import { withSdk } from './with-sdk.ts'

export interface Bundle {
  code: string
  /** Of the code; its sources are named, and not contained. */
  map: string
}

/** What Node.js or a browser has, a plugin has not, and what there is instead. */
const LACKING: Readonly<Record<string, string>> = {
  process: 'settings and secrets come in the context',
  Buffer: 'use Uint8Array, TextEncoder, atob and btoa',
  fetch: 'use context.http',
  XMLHttpRequest: 'use context.http',
  WebSocket: 'use context.http',
  WebAssembly: 'there is nothing in its place',
  __dirname: 'there are no files',
  __filename: 'there are no files',
}
const MARK = '__patchbay_lacks_'
const INSTEAD: Readonly<Record<string, string>> = { crypto: 'context.crypto.hmac', http: 'context.http', https: 'context.http' }

/**
 * A plugin's handlers as the one script that the sandbox loads.
 *
 * @param file With the plugin as its default export.
 * @throws {AppError} `PLUGIN_NOT_VALID` for what does not compile, and for what needs Node.js: file, line and what to use instead.
 */
export async function bundlePlugin(file: string): Promise<string> {
  return (await bundleHandlers(file)).code
}

/** The same, with its source map. */
export async function bundleHandlers(file: string): Promise<Bundle> {
  const folder = dirname(file)
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    outfile: join(folder, 'bundle.js'),
    absWorkingDir: folder,
    format: 'iife',
    globalName: '__plugin',
    platform: 'neutral',
    target: 'es2024',
    mainFields: ['browser', 'module', 'main'],
    conditions: ['patchbay-source', 'browser', 'import'],
    // comments would hold the folders of this machine
    minifyWhitespace: true,
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    // so that all that is looked up at run time reads as require()
    supported: { 'dynamic-import': false },
    define: {
      'process.env.NODE_ENV': '"production"',
      ...Object.fromEntries(Object.keys(LACKING).map((name) => [name, `${MARK}${name}`])),
    },
    plugins: [withoutNode, withSdk],
    logLevel: 'silent',
  }).catch((thrown: unknown) => {
    throw notValid(isBuildFailure(thrown) ? thrown.errors.map(inWords) : [String(thrown)], thrown)
  })
  const text = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
  const bundle = { code: text('bundle.js'), map: text('.map') }
  const faults = lackingIn(bundle, folder)
  if (faults.length > 0) throw notValid(faults)
  return { ...bundle, map: withoutFolders(bundle.map, folder) }
}

const notValid = (problems: readonly string[], cause?: unknown) =>
  new AppError('PLUGIN_NOT_VALID', problems.join('\n'), cause === undefined ? {} : { cause })

const isBuildFailure = (thrown: unknown): thrown is BuildFailure => thrown instanceof Error && 'errors' in thrown

const inWords = ({ text, location }: Message): string =>
  location === null ? text : `${text} (${location.file}:${location.line})`

/** Without it esbuild says that a module was not found, which is true and no help. */
const withoutNode: Plugin = {
  name: 'without-node',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path }) => {
      const name = path.replace(/^node:/, '')
      if (!builtinModules.includes(name)) return undefined
      const instead = Object.hasOwn(INSTEAD, name) ? `: use ${INSTEAD[name]}` : ''
      return { errors: [{ text: `"${path}" is a Node.js module, and plugins run without Node.js${instead}` }] }
    }),
}

/** Uses of what a plugin does not have. A source that asks first whether it is there knows what it does. */
function lackingIn({ code, map }: Bundle, folder: string): string[] {
  const sources = new SourceMap(JSON.parse(map) as SourceMapPayload)
  const lines = code.split('\n')
  const found = lines.flatMap((line, at) =>
    [...line.matchAll(new RegExp(`(typeof )?\\b(?:${MARK}(\\w+)|__(require)\\()`, 'g'))].flatMap((match) => {
      const origin = sources.findEntry(at, match.index + (match[1]?.length ?? 0))
      if (!('originalSource' in origin)) return []
      const { originalSource, originalLine } = origin
      return [{ name: match[2] ?? 'require', source: originalSource, line: originalLine + 1, asks: match[1] !== undefined }]
    }),
  )
  const careful = new Set(found.filter(({ asks }) => asks).map(({ name, source }) => `${name} ${source}`))
  const careless = found.filter(({ name, source }) => !careful.has(`${name} ${source}`))
  return [...new Set(careless.map(({ name, source, line }) => `${lacks(name)} (${shown(source, folder)}:${line})`))]
}

const lacks = (name: string): string =>
  name === 'require'
    ? 'A plugin is one script: what require() or import() names must stand there as a text'
    : `A plugin has no ${name}: ${LACKING[name] ?? ''}`

/** As its author knows it, whoever's machine it was made on. */
function shown(source: string, folder: string): string {
  const path = join(folder, source)
  const own = relative(folder, path)
  if (!own.startsWith('..')) return own.split(sep).join('/')
  return path.match(/(?:node_modules|plugin-sdk|plugins\/sdk)\/.+$/)?.[0] ?? basename(path)
}

function withoutFolders(map: string, folder: string): string {
  const parsed = JSON.parse(map) as { sources: string[] }
  return JSON.stringify({ ...parsed, sources: parsed.sources.map((source) => shown(source, folder)) })
}
