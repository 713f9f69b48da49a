import { resolve } from 'node:path'
import { CommandFailure } from '../command-failure.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** What `patchbay start` itself must know; everything else is the server's to check. */
export interface StartSettings {
  /** 0 asks for any free port. */
  port: number
  host: string
  /** Absent: the address that it listens on. */
  publicUrl: string | undefined
  /** Absolute. */
  dataFolder: string
  mongodbUrl: string | undefined
  /** `account` when any setting of a Vonage account is given, else the emulator takes its place. */
  telephony: 'account' | 'emulator'
}

const ACCOUNT_SETTINGS = [
  'VONAGE_API_KEY',
  'VONAGE_API_SECRET',
  'VONAGE_APPLICATION_ID',
  'VONAGE_PRIVATE_KEY',
  'VONAGE_SIGNATURE_SECRET',
] as const

/**
 * @param folder What a relative PATCHBAY_DATA is relative to.
 * @throws {CommandFailure} Names the setting that is wrong, and what it should be.
 */
export function readStartSettings(env: Environment, folder: string): StartSettings {
  const publicUrl = given(env, 'PUBLIC_URL')
  return {
    port: readPort(given(env, 'PORT') ?? '3000'),
    host: readHost(given(env, 'HOST') ?? '127.0.0.1'),
    publicUrl: publicUrl === undefined ? undefined : readPublicUrl(publicUrl),
    dataFolder: resolve(folder, given(env, 'PATCHBAY_DATA') ?? '.patchbay'),
    mongodbUrl: readMongodbUrl(given(env, 'MONGODB_URL')),
    telephony: ACCOUNT_SETTINGS.some((name) => given(env, name) !== undefined) ? 'account' : 'emulator',
  }
}

/** A setting that is there but empty counts as absent, as shells and .env files leave them. */
function given(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim()
  return value === '' ? undefined : value
}

function readPort(value: string): number {
  const port = Number(value)
  if (/^\d+$/.test(value) && port <= 65_535) return port
  throw new CommandFailure(`PORT is "${value}"; it should be a port number from 1 to 65535, or 0 for any free one.`)
}

function readHost(value: string): string {
  if (value === '127.0.0.1' || value === '::1' || value === 'localhost') return value
  throw new CommandFailure(
    `HOST is "${value}"; it should be 127.0.0.1, ::1 or localhost. There is no sign-in yet: whoever could reach Patchbay from elsewhere could change your flows.`,
  )
}

function readPublicUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined
  const plain = url?.pathname === '/' && url.search === '' && url.hash === ''
  if (plain && (url.protocol === 'http:' || url.protocol === 'https:')) return url.origin
  throw new CommandFailure(`PUBLIC_URL is "${value}"; it should be an address without a path, such as https://calls.example.com.`)
}

function readMongodbUrl(value: string | undefined): string | undefined {
  if (value === undefined || /^mongodb(\+srv)?:\/\/./.test(value)) return value
  // the value is not repeated: what was pasted by mistake may hold a password
  throw new CommandFailure('MONGODB_URL should begin with mongodb:// or mongodb+srv:// and name a host.')
}

/** The address that a program on this machine reaches `host` and `port` under. */
export function localUrl(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Whether only this machine reaches an address. */
export const isLoopbackUrl = (url: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname)
