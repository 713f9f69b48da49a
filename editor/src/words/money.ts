/** An amount as people write it. Prices of messages are fractions of a cent, so they keep up to four places. */
export function formatMoney({ price, currency }: { price: string; currency: string }, language: string): string {
  const style = { style: 'currency', currency, minimumFractionDigits: 2, maximumFractionDigits: 4 } as const
  return new Intl.NumberFormat(language, style).format(Number(price))
}
