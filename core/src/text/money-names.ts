import type { Language } from '../flow/language.ts'

/** What callers hear for an amount: the currency's unit, and its hundredth where it has one in use. */
interface CurrencyNames {
  unit: string
  /** Of one, where the language says it otherwise. */
  one?: string
  /** Absent where amounts are whole. */
  hundredth?: string
  oneHundredth?: string
}

/** Currencies that can be read out. Digits after the point are ISO 4217's. */
export const CURRENCIES = ['THB', 'TRY', 'LAK', 'TWD', 'USD', 'EUR', 'GBP', 'JPY'] as const
export type Currency = (typeof CURRENCIES)[number]

/** How many minor units make one, as a power of ten. */
export const minorDigits = (currency: Currency): number => (currency === 'JPY' ? 0 : 2)

export const CURRENCY_NAMES: Readonly<Record<Language, Readonly<Record<Currency, CurrencyNames>>>> = {
  en: {
    THB: { unit: 'baht', hundredth: 'satang' },
    TRY: { unit: 'Turkish lira', hundredth: 'kuruş' },
    LAK: { unit: 'kip', hundredth: 'att' },
    TWD: { unit: 'New Taiwan dollars', one: 'New Taiwan dollar', hundredth: 'cents', oneHundredth: 'cent' },
    USD: { unit: 'US dollars', one: 'US dollar', hundredth: 'cents', oneHundredth: 'cent' },
    EUR: { unit: 'euros', one: 'euro', hundredth: 'cents', oneHundredth: 'cent' },
    GBP: { unit: 'pounds', one: 'pound', hundredth: 'pence', oneHundredth: 'penny' },
    JPY: { unit: 'yen' },
  },
  th: {
    THB: { unit: 'บาท', hundredth: 'สตางค์' },
    TRY: { unit: 'ลีราตุรกี', hundredth: 'คูรุช' },
    LAK: { unit: 'กีบ', hundredth: 'อัด' },
    TWD: { unit: 'ดอลลาร์ไต้หวัน', hundredth: 'เซนต์' },
    USD: { unit: 'ดอลลาร์สหรัฐ', hundredth: 'เซนต์' },
    EUR: { unit: 'ยูโร', hundredth: 'เซนต์' },
    GBP: { unit: 'ปอนด์', hundredth: 'เพนนี' },
    JPY: { unit: 'เยน' },
  },
  tr: {
    THB: { unit: 'baht', hundredth: 'satang' },
    TRY: { unit: 'lira', hundredth: 'kuruş' },
    LAK: { unit: 'kip', hundredth: 'at' },
    TWD: { unit: 'Tayvan doları', hundredth: 'sent' },
    USD: { unit: 'dolar', hundredth: 'sent' },
    EUR: { unit: 'avro', hundredth: 'sent' },
    GBP: { unit: 'sterlin', hundredth: 'peni' },
    JPY: { unit: 'yen' },
  },
  lo: {
    THB: { unit: 'ບາດ', hundredth: 'ສະຕາງ' },
    TRY: { unit: 'ລີຣາ', hundredth: 'ຄູຣຸດ' },
    LAK: { unit: 'ກີບ', hundredth: 'ອັດ' },
    TWD: { unit: 'ໂດລາໄຕ້ຫວັນ', hundredth: 'ເຊັນ' },
    USD: { unit: 'ໂດລາສະຫະລັດ', hundredth: 'ເຊັນ' },
    EUR: { unit: 'ເອີໂຣ', hundredth: 'ເຊັນ' },
    GBP: { unit: 'ປອນ', hundredth: 'ເພັນນີ' },
    JPY: { unit: 'ເຢນ' },
  },
  'zh-Hant': {
    THB: { unit: '泰銖', hundredth: '薩當' },
    TRY: { unit: '土耳其里拉', hundredth: '庫魯什' },
    LAK: { unit: '基普', hundredth: '阿特' },
    TWD: { unit: '元', hundredth: '分' },
    USD: { unit: '美元', hundredth: '美分' },
    EUR: { unit: '歐元', hundredth: '歐分' },
    GBP: { unit: '英鎊', hundredth: '便士' },
    JPY: { unit: '日圓' },
  },
}
