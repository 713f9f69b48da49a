import type {
  AccountCheck,
  BuyNumber,
  MendRequest,
  NumberAssignment,
  NumberOffer,
  NumberOfferList,
  NumberRule,
  NumberSearch,
  OwnedNumber,
  OwnedNumberList,
} from '@patchbay/core/http-contract'
import { request } from './request.ts'

const at = (number: string): string => `/vonage/numbers/${encodeURIComponent(number)}`

export const checkAccount = () => request<AccountCheck>('/vonage/check')
export const mendAccount = (what: MendRequest) => request<AccountCheck>('/vonage/mend', { method: 'POST', body: what })
export const listOwnedNumbers = () => request<OwnedNumberList>('/vonage/numbers')
export const searchNumbers = ({ country, pattern = '' }: Pick<NumberSearch, 'country' | 'pattern'>) =>
  request<NumberOfferList>(`/vonage/offers?${new URLSearchParams({ country, ...(pattern === '' ? {} : { pattern }) })}`)

/** @throws {ApiError} `NUMBER_PRICE_CHANGED` when it costs something else than what was shown. */
export const buyNumber = ({ number, country, monthlyCost }: NumberOffer) => {
  const body: BuyNumber = { number, country, monthlyCost, confirm: true }
  return request<OwnedNumber>('/vonage/numbers', { method: 'POST', body })
}
export const linkNumber = (number: string) => request<OwnedNumber>(`${at(number)}/link`, { method: 'POST', body: {} })
export const unlinkNumber = (number: string) => request<OwnedNumber>(`${at(number)}/unlink`, { method: 'POST', body: {} })
export const releaseNumber = (number: string, evenWithFlow: boolean) =>
  request<void>(`${at(number)}/release`, { method: 'POST', body: { confirm: true, evenWithFlow } })

/** Says where callers of a number are led. */
export const saveNumber = (number: string, label: string, rules: readonly NumberRule[]) =>
  request<NumberAssignment>(`/numbers/${encodeURIComponent(number)}`, { method: 'PUT', body: { label, rules } })
