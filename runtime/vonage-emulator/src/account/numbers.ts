import type { EmulatorConfig } from '../config.ts'

/** A number of the account, or one that is for sale; empty fields are not there (V5-3). */
export interface AccountNumber {
  country: string
  msisdn: string
  type: string
  features: string[]
  region?: string | undefined
  /** A month, in euro; only of one that is for sale. */
  cost?: string
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
  const features = ['VOICE', 'SMS']
  const type = 'mobile-lvn'
  return {
    owned: byNumber(numbers.map((number) => ({ features, type, ...known(number), app_id: application.id }))),
    forSale: byNumber(numbersForSale.map((number) => ({ features, type, cost: '1.00', ...known(number) }))),
  }
}

/** Without the fields that are there but undefined. */
function known<T extends object>(entry: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as never
}
