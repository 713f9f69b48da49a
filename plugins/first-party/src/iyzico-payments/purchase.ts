import { type Context, formatMoney } from '@patchbay/plugin-sdk'
import type { IyzicoSettings } from '../iyzico/iyzico-api.ts'

/** With what iyzico wants to know of buyers. */
export type BuyerContext = Context<
  IyzicoSettings & {
    returnUrl: string
    page?: 'checkoutForm' | 'payWithIyzico'
    email: string
    address: string
    city: string
    identityNumber?: string
  }
>

interface Purchase {
  amount: number
  currency: string
  description?: string
  customerId?: string
  invoiceId?: string
}

/** What iyzico wants to know of a purchase: docs.iyzico.com, “Create payment”. Of a caller little is known; the rest is set once for all. */
export function purchaseOf(
  { amount, currency, description = 'Telefonla ödeme', customerId = 'telephone', invoiceId }: Purchase,
  { key, settings }: BuyerContext,
) {
  const price = formatMoney({ amount, currency })
  const { email, address, city, ip, identityNumber } = settings
  const where = { contactName: 'Telefon Müşterisi', address, city, country: 'Turkey' }
  return {
    ...{ locale: 'tr', conversationId: key, price, paidPrice: price, currency, basketId: invoiceId ?? key },
    ...{ paymentGroup: 'PRODUCT', shippingAddress: where, billingAddress: where },
    buyer: {
      ...{
        id: customerId,
        name: 'Telefon',
        surname: 'Müşterisi',
        email,
        ip,
        city,
        country: 'Turkey',
        registrationAddress: address,
      },
      identityNumber: identityNumber === undefined || identityNumber === '' ? '11111111111' : identityNumber,
    },
    basketItems: [
      { id: invoiceId ?? 'payment', name: description.slice(0, 200), category1: 'Ödeme', itemType: 'VIRTUAL', price },
    ],
  }
}
