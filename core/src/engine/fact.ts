/** Something that the flow wants remembered of a run, for reports. What it says may be personal: it is stored sealed. */
export type RunFact =
  /** A business goal was reached. `amount` is in minor units of `currency` (ISO 4217), null for a goal without a price. */
  | { type: 'goal.reached'; frame: number; nodeId: string; goal: string; amount: number | null; currency: string | null }
  | { type: 'note'; frame: number; nodeId: string; text: string }
  /** Something happened that the author gave a name. */
  | { type: 'event.emitted'; frame: number; nodeId: string; name: string; fields: Readonly<Record<string, string>> }
  /** A team was told: `told` of its `members`, as far as is known. */
  | { type: 'team.notified'; frame: number; nodeId: string; team: string; outcome: string; told: number; members: number }
