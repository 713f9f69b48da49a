/** Where payments are looked at with the provider itself, for plugins of ours that stand for one. */
const PAGES: Readonly<Record<string, string>> = {
  'stripe-payments': 'https://dashboard.stripe.com/payments',
  'paypal-payments': 'https://www.paypal.com/activities/',
  'omise-payments': 'https://dashboard.omise.co/',
  'iyzico-payments': 'https://merchant.iyzipay.com/',
}

export const providerPage = (plugin: string): string | undefined => (Object.hasOwn(PAGES, plugin) ? PAGES[plugin] : undefined)
