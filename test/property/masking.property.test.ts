import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskWebhook } from '../../runtime/server/src/masking/mask-webhook.ts'

const runs = process.env['PATCHBAY_EVIDENCE'] === '1' ? 20_000 : 1000

/** Fields that hold what people give, fields that Vonage may add, and fields in which either may hide. */
const FIELDS = ['from', 'to', 'number', 'user', 'from_user', 'digits', 'dtmf', 'speech', 'results', 'text', 'reason', 'error']
const anyField = fc.oneof(
  fc.constantFrom(...FIELDS, 'custom_data', 'SipHeader_X-Customer', 'headers', 'recording_url', 'payload', 'original_request'),
  fc.stringMatching(/^x_[a-z]{1,12}$/),
)

/** What must not come through: a number of a person, or words of one. */
const anySecret = fc.oneof(
  fc.stringMatching(/^[1-9][0-9]{8,14}$/),
  fc.stringMatching(/^\+[1-9][0-9]{2} [0-9]{3} [0-9]{4,5}$/),
  fc.stringMatching(/^[A-Z][a-z]{3,9} [A-Z][a-z]{3,12}$/),
)

/** The secret, alone or amid something, at any depth of any body. */
const anyBody = (secret: string) => {
  const numbers = /^\d{9,15}$/.test(secret) ? [Number(secret)] : []
  const address = `https://api.nexmo.com/v1/files/${encodeURIComponent(secret)}?of=${encodeURIComponent(secret)}`
  const leaf = fc.constantFrom<unknown>(secret, ...numbers, address, null, true, 'sales', 7)
  return fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(anyField, tie('value'), { maxKeys: 4 }),
    ),
  })).value
}

test('whatever a webhook holds, and wherever, no number and no words of a person come through its mask', () => {
  fc.assert(
    fc.property(
      anySecret.chain((secret) => fc.tuple(fc.constant(secret), fc.dictionary(anyField, anyBody(secret), { maxKeys: 5 }))),
      ([secret, body]) => {
        const masked = JSON.stringify(maskWebhook(body))
        // words of a sentence of Vonage's own are no person's
        const hidden = /\d/.test(secret) || !/"(?:reason|error)"/.test(JSON.stringify(body))
        if (hidden) expect(masked).not.toContain(secret)
      },
    ),
    { numRuns: runs },
  )
})
