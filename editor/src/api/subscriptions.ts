import type { PluginOutcome } from '@patchbay/core/http-contract'
import { ApiError } from './api-error.ts'
import { invokePlugin } from './plugins.ts'

/** A subscription as every plugin that keeps them tells of one (core/src/plugin-categories/subscription-actions.ts). Days such as `2026-01-31`. */
export interface Subscription {
  subscriptionId: string
  state: 'active' | 'pastDue' | 'ending' | 'ended' | 'requiresAction' | 'declined'
  planId: string
  name?: string
  /** In whole minor units, for each `count` of `every`. */
  amount: number
  currency: string
  every: 'day' | 'week' | 'month' | 'year'
  count: number
  customerId?: string
  nextDate?: string
  endsOn?: string
}
interface SubscriptionPage {
  subscriptions: Subscription[]
  next?: string
}

/** The latest first. @throws {ApiError} What the API says, and `MONEY_FAILED` when the plugin could not say it. */
export async function listSubscriptions(after: string): Promise<SubscriptionPage> {
  const { outlet, output, message } = await invokePlugin('payments', 'listSubscriptions', {
    limit: 50,
    ...(after === '' ? {} : { after }),
  })
  if (outlet !== 'done') throw new ApiError('MONEY_FAILED', 500, { detail: message ?? outlet })
  return output as unknown as SubscriptionPage
}

/** @returns Outlet `cancelled` or `alreadyEnded`; `notFound`. */
export const cancelSubscription = (subscriptionId: string, key: string): Promise<PluginOutcome> =>
  invokePlugin('payments', 'cancelSubscription', { subscriptionId }, key)
