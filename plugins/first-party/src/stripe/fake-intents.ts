export interface Intent {
  id: string
  amount: number
  currency: string
  status: string
  method?: string
  code?: string
  refunded: number
  /** Of what was taken in part. */
  received?: number
  disputed?: boolean
  metadata: Record<string, string>
}

export const intent = (id: string, more: Partial<Intent> = {}): Intent => ({
  ...{ id, amount: 490_000, currency: 'thb', status: 'succeeded', method: 'pm_saved', refunded: 0, metadata: {} },
  ...more,
})

/** What a payment of billing comes to, by its card. */
export function intentOf(
  intents: Record<string, Intent>,
  { amount, currency, outcome }: { amount: number; currency: string; outcome: string },
): Intent {
  const status = outcome === 'paid' ? 'succeeded' : outcome === 'asks' ? 'requires_action' : 'requires_payment_method'
  const made = intent(`pi_${Object.keys(intents).length + 1}`, {
    ...{ amount, currency, status },
    ...(outcome === 'declined' ? { code: 'insufficient_funds' } : {}),
  })
  intents[made.id] = made
  return made
}
