import type { Exchange } from './exchange.ts'
import type { Leg } from './leg.ts'

/** The address that a call is controlled and its files are fetched at (V2.1-5). Not known until the emulator listens. */
export function regionUrlOf({ config }: Exchange, { region }: Leg): string | undefined {
  return config.regionUrl && region ? `${config.regionUrl}/${region}` : config.regionUrl
}

/** Where a stored file is fetched (V1.6-11). */
export function fileUrlOf(exchange: Exchange, leg: Leg, { uuid }: { uuid: string }): string {
  return `${regionUrlOf(exchange, leg) ?? `http://${exchange.config.host}`}/v1/files/${uuid}`
}
