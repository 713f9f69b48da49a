export type { Context, Http, HttpOptions, HttpReply, Kv, Records, StoredRecord } from './context.ts'
export { defineFake, type Fake, type FakeReply, type FakeRequest, type KeptRecords } from './define-fake.ts'
export {
  definePlugin,
  type Handler,
  type ManifestShape,
  type Plugin,
  type TriggerHandler,
  type TriggerInput,
} from './define-plugin.ts'
export { addMoney, formatMoney, type Money, minorDigits, parseMoney } from './money.ts'
export { type PhoneNumber, parsePhone, withPlus } from './phone.ts'
export { ERROR_OUTLETS, type ErrorCode, errorCodeOf, expectOk, PluginError } from './plugin-error.ts'
export type { AnswerOf, OutletOf, ValueOf } from './schema-types.ts'
