import { Vonage } from '@vonage/server-sdk'
import { account, applicationId, type Bench, type BenchOptions, privateKeyPem, startBench } from './bench.ts'

/** A bench with the official SDK, unmodified, whose hosts are the emulator. */
export async function startBenchWithSdk(options?: BenchOptions): Promise<Bench & { vonage: Vonage }> {
  const bench = await startBench(options)
  const credentials = { ...account, applicationId, privateKey: privateKeyPem }
  return { ...bench, vonage: new Vonage(credentials, { apiHost: bench.url, restHost: bench.url, timeout: 5000 }) }
}
