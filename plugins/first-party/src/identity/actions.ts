import { identity } from '@patchbay/core'

const { checkSecret, setSecret } = identity.actions

/** What plugins of verification have alike: what customers know is kept and compared by the host, whoever sends the codes. */
export const knownSecretActions = {
  checkSecret: {
    ...checkSecret,
    examples: [
      { input: { customer: '66812345678', kind: 'pin', value: '4711' }, outlet: 'right', output: { triesLeft: 5 } },
      { input: { customer: '66812345678', kind: 'pin', value: '0000' }, outlet: 'wrong', output: { triesLeft: 4 } },
      { input: { customer: 'nobody', kind: 'pin', value: '4711' }, outlet: 'notFound' },
    ],
  },
  setSecret: {
    ...setSecret,
    examples: [
      { input: { customer: '905321234567', kind: 'birthDate', value: '25031987' }, outlet: 'kept' },
      { input: { customer: '905321234567', kind: 'pin', value: '12' }, outlet: 'invalidInput' },
    ],
  },
} as const

export const secretsKey = {
  key: 'SECRETS_KEY',
  title: {
    en: 'A key of its own',
    th: 'กุญแจของปลั๊กอินเอง',
    tr: 'Kendine ait bir anahtar',
    lo: 'ກະແຈຂອງປລັກອິນເອງ',
    'zh-Hant': '外掛自有的金鑰',
  },
  hosts: [],
  made: true,
} as const
