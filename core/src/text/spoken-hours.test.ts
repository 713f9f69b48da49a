import { expect, test } from 'vitest'
import type { Calendar } from '../bindings/calendar.ts'
import { LANGUAGES } from '../flow/language.ts'
import { spokenHours } from './spoken-hours.ts'

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const
const office: Pick<Calendar, 'hours'> = { hours: [{ days: [...WEEK], from: '09:00', to: '17:30' }] }

test.each([
  ['en', 'Monday to Friday from 9 am to 5:30 pm'],
  ['th', 'วันจันทร์ถึงวันศุกร์ ตั้งแต่ 9 นาฬิกา ถึง 17 นาฬิกา 30 นาที'],
  ['tr', 'pazartesiden cumaya kadar saat 9 ile 17:30 arasında'],
  ['lo', 'ວັນຈັນຫາວັນສຸກ ແຕ່ 9 ໂມງ ຫາ 17 ໂມງ 30 ນາທີ'],
  ['zh-Hant', '星期一至星期五，上午9點到下午5點30分'],
] as const)('an office week in %s', (language, said) => expect(spokenHours(office, language)).toBe(said))

test('a lunch break, a short Saturday and a day that is closed', () => {
  const hours = [
    { days: ['monday', 'tuesday'] as ('monday' | 'tuesday')[], from: '13:00', to: '17:00' },
    { days: ['monday', 'tuesday'] as ('monday' | 'tuesday')[], from: '09:00', to: '12:00' },
    { days: ['saturday' as const], from: '10:00', to: '24:00' },
  ]
  expect(spokenHours({ hours }, 'en')).toBe(
    'Monday to Tuesday from 9 am to noon and from 1 pm to 5 pm, Saturday from 10 am to midnight',
  )
})

test('always open and never open have words of their own in every language', () => {
  const always = { hours: [{ days: [...WEEK, 'saturday' as const, 'sunday' as const], from: '00:00', to: '24:00' }] }
  const said = LANGUAGES.flatMap((language) => [spokenHours(always, language), spokenHours({ hours: [] }, language)])
  expect(new Set(said).size).toBe(LANGUAGES.length * 2)
  expect(spokenHours(always, 'en')).toBe('every day, around the clock')
})

test('noon, midnight and a whole day are said as people say them', () => {
  const hours = [
    { days: ['monday' as const], from: '00:00', to: '12:00' },
    { days: ['tuesday' as const], from: '00:30', to: '24:00' },
    { days: ['friday' as const, 'saturday' as const], from: '00:00', to: '24:00' },
  ]
  expect(spokenHours({ hours }, 'en')).toBe(
    'Monday from midnight to noon, Tuesday from 12:30 am to midnight, Friday to Saturday around the clock',
  )
  expect(spokenHours({ hours }, 'zh-Hant')).toBe(
    '星期一，午夜12點到中午12點；星期二，凌晨12點30分到午夜12點；星期五至星期六，24小時',
  )
  expect(spokenHours({ hours }, 'tr')).toBe(
    'pazartesi saat 0 ile 12 arasında, salı saat 0:30 ile 24 arasında, cumadan cumartesiye kadar 24 saat',
  )
})
