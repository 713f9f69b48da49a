import type { EmulatorConfig } from '../config.ts'

/** A number of the account, or one that is for sale; empty fields are not there (V5-3). */
export interface AccountNumber {
  country: string
  msisdn: string
  type: string
  features: string[]
  region?: string | undefined
  app_id?: string
  moHttpUrl?: string
  voiceCallbackType?: string
  voiceCallbackValue?: string
  voiceStatusCallback?: string
}

export interface Numbers {
  readonly owned: Map<string, AccountNumber>
  readonly forSale: Map<string, AccountNumber>
}

export function createNumbers({ numbers, numbersForSale, application }: EmulatorConfig): Numbers {
  const byNumber = (entries: AccountNumber[]) => new Map(entries.map((entry) => [entry.msisdn, entry]))
  const common = { type: 'mobile-lvn', features: ['VOICE', 'SMS'] }
  return {
    owned: byNumber(numbers.map((number) => ({ ...number, ...common, app_id: application.id }))),
    forSale: byNumber(numbersForSale.map((number) => ({ ...number, ...common }))),
  }
}
