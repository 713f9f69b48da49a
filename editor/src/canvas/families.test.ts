import { NODE_TYPES } from '@patchbay/core'
import { expect, test } from 'vitest'
import { ICONS } from './families.tsx'

test.each(NODE_TYPES.map(({ type, editor: { icon } }) => [type, icon]))('“%s” has its picture, %s', (_, icon) =>
  expect(Object.keys(ICONS)).toContain(icon),
)
