import { z } from 'zod'

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const NAME = `${LABEL}(?:\\.${LABEL})*`
const PORT = '[1-9]\\d{0,4}'
/** The default port of https, and the only one that need not be named. */
const HTTPS_PORT = 443

/**
 * A host that flows may reach: a name, which stands for its https port, a name with another port, or `*.` before a name,
 * which stands for one label and no more. Addresses in figures are never names.
 */
export const outsideHostSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(260)
  .regex(new RegExp(`^(?:\\*\\.${LABEL}(?:\\.${LABEL})+|${NAME})(?::${PORT})?$`))
  .refine((host) => !endsInFigures(host.replace(/:\d+$/, '')) && Number(/:(\d+)$/.exec(host)?.[1] ?? 1) <= 65_535)
  .meta({ title: 'Host' })

/** Where a request goes, read from its address without rendering it. */
export interface OutsideAddress {
  secure: boolean
  /** In lower case. */
  host: string
  port: number
}

/** @returns Undefined for what is no http address, names no host in plain words, or has a user's name in it. */
export function readOutsideAddress(url: string): OutsideAddress | undefined {
  const found = new RegExp(`^(https?)://(${NAME})(?::(${PORT}))?(?=[/?#]|$)`, 'i').exec(url)
  const [, scheme = '', name = '', port] = found ?? []
  const host = name.toLowerCase()
  if (found === null || endsInFigures(host) || host.length > 253 || Number(port ?? 1) > 65_535) return undefined
  const secure = scheme.toLowerCase() === 'https'
  return { secure, host, port: port === undefined ? (secure ? HTTPS_PORT : 80) : Number(port) }
}

/** Every spelling of an IPv4 address ends in a number, in one notation or another; no name of the internet does. */
const endsInFigures = (host: string): boolean => /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/i.test(host)

/** As an allow-list would name it. */
export const outsideHostText = ({ host, port }: Pick<OutsideAddress, 'host' | 'port'>): string =>
  port === HTTPS_PORT ? host : `${host}:${port}`

/** Whether a list names the host and port. */
export function isHostAllowed(hosts: readonly string[], { host, port }: Pick<OutsideAddress, 'host' | 'port'>): boolean {
  const [, parent] = /^[^.]+\.(.+)$/.exec(host) ?? []
  const names = [host, ...(parent === undefined ? [] : [`*.${parent}`])]
  return names.some((name) => hosts.includes(outsideHostText({ host: name, port })))
}
