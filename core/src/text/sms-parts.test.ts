import { expect, test } from 'vitest'
import { smsParts } from './sms-parts.ts'

test.each<[string, string, boolean, number]>([
  ['nothing', '', false, 0],
  ['160 Latin letters', 'a'.repeat(160), false, 1],
  ['one more', 'a'.repeat(161), false, 2],
  ['306, which fill two parts', 'a'.repeat(306), false, 2],
  ['307', 'a'.repeat(307), false, 3],
  ['80 euro signs, of two places each', '€'.repeat(80), false, 1],
  ['81 of them', '€'.repeat(81), false, 2],
  ['152 letters and a euro sign, which is not cut in two', `${'a'.repeat(152)}€${'a'.repeat(152)}`, false, 3],
  ['70 Thai letters', 'ก'.repeat(70), true, 1],
  ['71 of them', 'ก'.repeat(71), true, 2],
  ['one Turkish ş among Latin letters', `${'a'.repeat(70)}ş`, true, 2],
  ['35 emoji, of two places each', '😀'.repeat(35), true, 1],
  ['36 of them', '😀'.repeat(36), true, 2],
  ['67 emoji, of which 33 fit a part', '😀'.repeat(67), true, 3],
])('%s', (_what, text, unicode, parts) => expect(smsParts(text)).toEqual({ unicode, parts }))
