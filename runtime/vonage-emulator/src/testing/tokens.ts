import { tokenGenerate } from '@vonage/jwt'
import { applicationId, privateKeyPem } from './bench.ts'

/** Headers with a fresh token of the application, for what the SDK does not fetch from other hosts than Vonage's (V6.3-8). */
export function asApplication(): Record<string, string> {
  return { authorization: `Bearer ${tokenGenerate(applicationId, privateKeyPem)}` }
}
