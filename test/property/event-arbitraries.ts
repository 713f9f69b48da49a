import { CONNECT_OUTCOMES, keySchema, LEG_STATUSES, type RunEvent } from '@patchbay/core'
import fc from 'fast-check'

const keys = fc.constantFrom(...keySchema.options)

/** What Vonage could send at any moment: right, late, out of order, about legs that are not there. */
export const anyRunEvent = (): fc.Arbitrary<(askedSeq: number) => RunEvent> => {
  const seq = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -3, max: -1 }) })
  const leg = fc.constant('caller')
  return fc.oneof(
    fc.tuple(fc.string({ unit: keys, minLength: 1, maxLength: 20 }), seq, leg).map(
      ([digits, back, from]) =>
        (asked: number): RunEvent => ({ type: 'digits.received', leg: from, askedSeq: asked + back, digits }),
    ),
    seq.map(
      (back) =>
        (asked: number): RunEvent => ({
          type: 'speech.received',
          leg: 'caller',
          askedSeq: asked + back,
          results: [{ text: 'sales', confidence: 0.5 }],
        }),
    ),
    fc.tuple(seq, fc.constantFrom('kept', 'notValid', 'lost')).map(([back, outcome]) => (asked: number): RunEvent => {
      const token = outcome === 'kept' ? 'token' : ''
      return { type: 'secret.received', leg: 'caller', askedSeq: asked + back, outcome, token, length: 4 }
    }),
    fc.tuple(seq, leg, fc.boolean()).map(
      ([back, from, submitted]) =>
        (asked: number): RunEvent => ({
          type: 'input.timedOut',
          leg: from,
          askedSeq: asked + back,
          ...(submitted ? { submitted } : {}),
        }),
    ),
    fc.tuple(seq, fc.integer({ min: 0, max: 200 }), fc.constantFrom('r1', 'r2', 'r3')).map(
      ([back, durationSeconds, recordingUuid]) =>
        (asked: number): RunEvent => ({
          type: 'recording.received',
          leg: 'caller',
          askedSeq: asked + back,
          recordingUuid,
          recordingUrl: 'https://api-us.nexmo.com/v1/files/1',
          startedAt: '2026-01-02T09:30:30.000Z',
          durationSeconds,
          size: 4000,
        }),
    ),
    fc.tuple(seq, fc.constantFrom('recording.missed', 'transcription.received')).map(
      ([back, type]) =>
        (asked: number): RunEvent => ({
          leg: 'caller',
          askedSeq: asked + back,
          ...(type === 'recording.missed'
            ? { type: 'recording.missed' }
            : {
                type: 'transcription.received',
                recordingUuid: 'r1',
                transcriptionUrl: 'https://api-us.nexmo.com/v1/files/2',
              }),
        }),
    ),
    fc.tuple(fc.option(fc.constantFrom(...CONNECT_OUTCOMES), { nil: undefined }), seq).map(
      ([outcome, back]) =>
        (asked: number): RunEvent => ({
          type: 'connect.finished',
          leg: 'caller',
          askedSeq: asked + back,
          ...(outcome === undefined ? {} : { outcome }),
        }),
    ),
    fc
      .tuple(
        fc.constantFrom('caller', 'callee1', 'callee2', 'ghost'),
        fc.constantFrom(...LEG_STATUSES.filter((status) => status !== 'completed')),
      )
      .map(
        ([of, status]) =>
          (): RunEvent => ({
            type: 'leg.statusChanged',
            leg: of,
            status,
            vonageCallId: `uuid-${of}`,
            occurredAt: '2026-01-02T09:30:00.000Z',
          }),
      ),
    fc.constantFrom('callee1', 'callee2', 'callee3').chain((leg) =>
      fc.constantFrom<() => RunEvent>(
        () => ({ type: 'callee.answered', leg, vonageCallId: `uuid-${leg}` }),
        () => ({ type: 'leg.dialled', leg, vonageCallId: `uuid-${leg}` }),
        () => ({ type: 'leg.refused', leg }),
        () => ({ type: 'ring.expired' }),
      ),
    ),
    fc.constantFrom('r1', 'r2').chain((ticket) =>
      fc.constantFrom<() => RunEvent>(
        () => ({ type: 'queue.over', ticket, outcome: 'maxWait' }),
        () => ({ type: 'queue.looked', ticket, position: 2, estimatedWaitSeconds: 60, waitedSeconds: 5 }),
        () => ({
          ...{ type: 'agent.offered', ticket, agent: 'ann', endpoint: { kind: 'phone', number: '12025550143' } },
          ...{ ringSeconds: 20, limitSeconds: 7200, acceptKey: null, music: null },
        }),
      ),
    ),
    fc
      .record({
        requestId: fc.oneof(
          { weight: 4, arbitrary: fc.integer({ min: 1, max: 3 }).map((n) => `r${n}`) },
          { weight: 1, arbitrary: fc.constant('r99') },
        ),
        outcome: fc.constantFrom(
          'open',
          'closed',
          'ok',
          'notFound',
          'queued',
          'entered',
          'on',
          'drill',
          'sent',
          'refused',
          'done',
          'ready',
          'started',
          'stopped',
          'failed',
          'unknown',
          'nonsense',
        ),
        values: fc.constantFrom({}, { order: 'x', count: 3 }, { recording: 'https://media.example.com/a.mp3' }),
      })
      .map((answer) => (): RunEvent => ({ type: 'request.answered', ...answer })),
    {
      weight: 1,
      arbitrary: fc.constant(
        (): RunEvent => ({
          type: 'leg.statusChanged',
          leg: 'caller',
          status: 'completed',
          vonageCallId: 'uuid',
          occurredAt: '2026-01-02T09:30:00.000Z',
          durationSeconds: 3,
        }),
      ),
    },
  )
}
