/**
 * Times in Lao. Chromium has no data for it and would speak English amid a Lao page; Node has, so that tests alone would not show
 * it. Months and days as the Unicode CLDR has them, what is ago and ahead as people say it.
 */
const MONTHS = ['ມັງກອນ', 'ກຸມພາ', 'ມີນາ', 'ເມສາ', 'ພຶດສະພາ', 'ມິຖຸນາ', 'ກໍລະກົດ', 'ສິງຫາ', 'ກັນຍາ', 'ຕຸລາ', 'ພະຈິກ', 'ທັນວາ']
const SHORT_MONTHS = ['ມ.ກ.', 'ກ.ພ.', 'ມ.ນ.', 'ມ.ສ.', 'ພ.ພ.', 'ມິ.ຖ.', 'ກ.ລ.', 'ສ.ຫ.', 'ກ.ຍ.', 'ຕ.ລ.', 'ພ.ຈ.', 'ທ.ວ.']
/** By the first letters of the English day. */
const DAYS: Readonly<Record<string, string>> = {
  Mon: 'ວັນຈັນ',
  Tue: 'ວັນອັງຄານ',
  Wed: 'ວັນພຸດ',
  Thu: 'ວັນພະຫັດ',
  Fri: 'ວັນສຸກ',
  Sat: 'ວັນເສົາ',
  Sun: 'ວັນອາທິດ',
}
const UNITS = { day: 'ມື້', hour: 'ຊົ່ວໂມງ', minute: 'ນາທີ', second: 'ວິນາທີ' }

/** The order of a date is that of British English: day, month, year, and a clock of 24 hours. */
export function laoTime(at: number | Date, options: Intl.DateTimeFormatOptions): string {
  const parts = new Intl.DateTimeFormat('en-GB', options).formatToParts(at)
  const month = new Intl.DateTimeFormat('en-GB', { month: 'numeric', timeZone: options.timeZone }).format(at)
  const isLong = options.month === 'long' || options.dateStyle === 'full' || options.dateStyle === 'long'
  const name = (isLong ? MONTHS : SHORT_MONTHS)[Number(month) - 1]
  return parts
    .map(({ type, value }, index) => (parts[index - 1]?.type === 'weekday' ? ' ' : laoPart(type, value, name ?? value)))
    .join('')
}

function laoPart(type: Intl.DateTimeFormatPartTypes, value: string, month: string): string {
  if (type === 'weekday') return DAYS[value.slice(0, 3)] ?? value
  return type === 'month' && !/^\d/.test(value) ? month : value
}

/** @param amount Below 0 for what was, as `Intl.RelativeTimeFormat` has it. */
export function laoDistance(amount: number, unit: keyof typeof UNITS): string {
  if (amount === 0) return 'ຫວ່າງກີ້ນີ້'
  if (amount === -1 && unit === 'day') return 'ມື້ວານນີ້'
  const length = `${Math.abs(amount)} ${UNITS[unit]}`
  return amount < 0 ? `${length}ກ່ອນ` : `ອີກ ${length}`
}
