import { type Exchange, newConversationUuid } from './exchange.ts'
import { type Leg, nameOf } from './leg.ts'
import { tellMove } from './move-leg.ts'

/** Lets two legs talk; resolves when the callee has gone or was transferred away, or the talk time is over (V1.8-6). */
export async function join(exchange: Exchange, leg: Leg, callee: Leg, limitMs: number): Promise<void> {
  const { clock, log } = exchange
  log.add({ type: 'leg.joined', with: callee.uuid, ...nameOf(leg) })
  // the callee comes out of a conversation of its own into this one (V2.2-15)
  tellMove(exchange, callee, newConversationUuid())
  leg.mix = { mute: false }
  callee.mix = { mute: false }
  await new Promise<void>((resolve) => {
    const cancel = clock.setTimer(limitMs, () => exchange.endLeg(callee, { by: 'platform', reason: 'completed' }))
    const done = () => {
      cancel()
      delete callee.part
      delete callee.mix
      delete leg.mix
      callee.over.signal.removeEventListener('abort', done)
      resolve()
    }
    callee.part = done
    callee.over.signal.addEventListener('abort', done)
  })
}
