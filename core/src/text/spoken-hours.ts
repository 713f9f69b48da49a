import { type Calendar, WEEKDAYS } from '../bindings/calendar.ts'
import type { Language } from '../flow/language.ts'

type Weekday = (typeof WEEKDAYS)[number]

interface HoursWords {
  days: Readonly<Record<Weekday, string>>
  /** Days with the endings that they take at the two ends of several, where a language has such. */
  from?: Readonly<Record<Weekday, string>>
  until?: Readonly<Record<Weekday, string>>
  /** Several days in a row. */
  through(first: string, last: string): string
  span(from: string, to: string): string
  /** Days and what holds on them. */
  on(days: string, hours: string): string
  and: string
  comma: string
  clock(hour: number, minute: number): string
  allDay: string
  always: string
  never: string
}

const two = (value: number): string => String(value).padStart(2, '0')
const named = (names: string): Record<Weekday, string> => {
  const each = names.split(' ')
  return Object.fromEntries(WEEKDAYS.map((day, index) => [day, each[index] ?? ''])) as Record<Weekday, string>
}

/** How people in Taiwan call the hours of the day. */
const partOfDay = (hour: number, minute: number): string =>
  hour === 0 && minute === 0
    ? '午夜'
    : hour < 6
      ? '凌晨'
      : hour < 12
        ? '上午'
        : hour === 12
          ? '中午'
          : hour < 18
            ? '下午'
            : '晚上'

const WORDS: Readonly<Record<Language, HoursWords>> = {
  en: {
    days: named('Monday Tuesday Wednesday Thursday Friday Saturday Sunday'),
    through: (first, last) => `${first} to ${last}`,
    span: (from, to) => `from ${from} to ${to}`,
    on: (days, hours) => `${days} ${hours}`,
    and: ' and ',
    comma: ', ',
    clock: (hour, minute) => {
      if (minute === 0 && hour % 12 === 0) return hour === 12 ? 'noon' : 'midnight'
      const half = hour % 24 < 12 ? 'am' : 'pm'
      const shown = hour % 12 === 0 ? 12 : hour % 12
      return minute === 0 ? `${shown} ${half}` : `${shown}:${two(minute)} ${half}`
    },
    allDay: 'around the clock',
    always: 'every day, around the clock',
    never: 'by appointment only',
  },
  th: {
    days: named('วันจันทร์ วันอังคาร วันพุธ วันพฤหัสบดี วันศุกร์ วันเสาร์ วันอาทิตย์'),
    through: (first, last) => `${first}ถึง${last}`,
    span: (from, to) => `ตั้งแต่ ${from} ถึง ${to}`,
    on: (days, hours) => `${days} ${hours}`,
    and: ' และ ',
    comma: ' ',
    clock: (hour, minute) => (minute === 0 ? `${hour} นาฬิกา` : `${hour} นาฬิกา ${minute} นาที`),
    allDay: 'ตลอด 24 ชั่วโมง',
    always: 'ทุกวันตลอด 24 ชั่วโมง',
    never: 'เฉพาะตามที่นัดหมายเท่านั้น',
  },
  tr: {
    days: named('pazartesi salı çarşamba perşembe cuma cumartesi pazar'),
    from: named('pazartesiden salıdan çarşambadan perşembeden cumadan cumartesiden pazardan'),
    until: named('pazartesiye salıya çarşambaya perşembeye cumaya cumartesiye pazara'),
    through: (first, last) => `${first} ${last} kadar`,
    span: (from, to) => `saat ${from} ile ${to} arasında`,
    on: (days, hours) => `${days} ${hours}`,
    and: ' ve ',
    comma: ', ',
    // with the minutes of a full hour voices read a decimal number
    clock: (hour, minute) => (minute === 0 ? `${hour}` : `${hour}:${two(minute)}`),
    allDay: '24 saat',
    always: 'her gün 24 saat',
    never: 'yalnızca randevuyla',
  },
  lo: {
    days: named('ວັນຈັນ ວັນອັງຄານ ວັນພຸດ ວັນພະຫັດ ວັນສຸກ ວັນເສົາ ວັນອາທິດ'),
    through: (first, last) => `${first}ຫາ${last}`,
    span: (from, to) => `ແຕ່ ${from} ຫາ ${to}`,
    on: (days, hours) => `${days} ${hours}`,
    and: ' ແລະ ',
    comma: ' ',
    clock: (hour, minute) => (minute === 0 ? `${hour} ໂມງ` : `${hour} ໂມງ ${minute} ນາທີ`),
    allDay: 'ຕະຫຼອດ 24 ຊົ່ວໂມງ',
    always: 'ທຸກວັນຕະຫຼອດ 24 ຊົ່ວໂມງ',
    never: 'ສະເພາະຕາມການນັດໝາຍເທົ່ານັ້ນ',
  },
  'zh-Hant': {
    days: named('星期一 星期二 星期三 星期四 星期五 星期六 星期日'),
    through: (first, last) => `${first}至${last}`,
    span: (from, to) => `${from}到${to}`,
    on: (days, hours) => `${days}，${hours}`,
    and: '及',
    comma: '；',
    clock: (hour, minute) => {
      const shown = hour % 12 === 0 ? 12 : hour % 12
      const said = `${partOfDay(hour % 24, minute)}${shown}點`
      return minute === 0 ? said : `${said}${minute}分`
    },
    allDay: '24小時',
    always: '每天24小時，全年無休',
    never: '依預約安排',
  },
}

/**
 * The hours of a week as somebody says them: “Monday to Friday from 9 am to 5 pm”. Holidays and single days are left out: they
 * are announced on the day.
 */
export function spokenHours({ hours }: Pick<Calendar, 'hours'>, language: Language): string {
  const words = WORDS[language]
  const clock = (text: string) => words.clock(Number(text.slice(0, 2)), Number(text.slice(3)))
  const ofDay = (day: Weekday) =>
    hours
      .filter(({ days }) => days.includes(day))
      .toSorted((one, other) => (one.from < other.from ? -1 : 1))
      .map(({ from, to }) => (from === '00:00' && to === '24:00' ? '*' : words.span(clock(from), clock(to))))
      .join(words.and)
  const runs: { first: Weekday; last: Weekday; said: string }[] = []
  for (const day of WEEKDAYS) {
    const said = ofDay(day)
    const latest = runs.at(-1)
    if (latest !== undefined && latest.said === said) latest.last = day
    else runs.push({ first: day, last: day, said })
  }
  const open = runs.filter(({ said }) => said !== '')
  if (open.length === 0) return words.never
  if (open.length === 1 && open[0]?.said === '*' && open[0].first === 'monday' && open[0].last === 'sunday') return words.always
  return open
    .map(({ first, last, said }) => {
      const { days: each, from = each, until = each } = words
      const days = first === last ? each[first] : words.through(from[first], until[last])
      return words.on(days, said === '*' ? words.allDay : said)
    })
    .join(words.comma)
}
