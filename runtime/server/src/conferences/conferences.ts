import type { RunEvent, RunState } from '@patchbay/core'
import type { Clock } from '../clock.ts'
import type { ConferenceStore, MemberName, StoredMember } from '../storage/conference-store.ts'

/** Vonage takes no more into one conversation (spec V1.7-1). */
const MOST_MEMBERS = 200
/** No conversation outlives its name at Vonage (spec V1.7-1): a member of whom nothing was heard is forgotten with it. */
const KEPT_HOURS = 48

/** Who is in which conference. */
export interface Conferences {
  /** Takes a caller in; the same place when asked again. */
  enter(member: Omit<StoredMember, 'enteredAt' | 'purgeAt'>): Promise<'entered' | 'full'>
  /** A caller has left. With the last one whose leaving ends it, it is over for everybody. */
  left(name: MemberName): Promise<void>
}

interface Deps {
  conferences: ConferenceStore
  /** Gives a run an event. */
  tell(runId: string, event: RunEvent): Promise<RunState | undefined>
  clock: Clock
}

export function createConferences({ conferences, tell, clock }: Deps): Conferences {
  return {
    async enter(member) {
      const now = clock()
      const purgeAt = new Date(now + KEPT_HOURS * 60 * 60 * 1000)
      if (!(await conferences.add({ ...member, enteredAt: new Date(now), purgeAt }))) return 'entered'
      const all = await conferences.of(member.tenantId, member.room)
      if (all.findIndex(({ runId }) => runId === member.runId) < MOST_MEMBERS) return 'entered'
      await conferences.remove(member)
      return 'full'
    },

    async left(name) {
      const member = await conferences.get(name)
      if (member === undefined) return
      const others = (await conferences.of(member.tenantId, member.room)).filter(({ runId }) => runId !== member.runId)
      const over = member.endsIt && !others.some(({ endsIt }) => endsIt)
      // each one's leaving is an order of its own run; should this process die here, the order is carried out again
      if (over) for (const other of others) await tell(other.runId, { type: 'conference.over', member: other.member })
      await conferences.remove(name)
    },
  }
}
