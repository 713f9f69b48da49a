import type { NodeBehaviour } from '../engine/state-plan.ts'
import type { CompileContext } from './define-node-type.ts'

/** Whatever is recorded of the call ends. To Vonage a pause is the same: what is started again is another recording (V3-16). */
export const stopsRecording = (outlet: CompileContext['outlet']): NodeBehaviour => ({
  initial: 'stopping',
  states: {
    stopping: {
      entry: [{ type: 'request', mode: 'idempotent', request: { kind: 'recording', action: 'stop' } }],
      on: {
        'request.answered': [{ guard: { type: 'answeredAs', outcome: 'stopped' }, to: outlet('next') }, { to: outlet('failed') }],
      },
    },
  },
})
