import { expect, test } from 'vitest'
import { compareVersions } from './versions.ts'

test('versions are in the order in which they come out', () => {
  const inOrder = ['0.9.0', '1.0.0-dev.2', '1.0.0-dev.10', '1.0.0-rc', '1.0.0', '1.2.0', '1.10.0', '2.0.0']
  expect(inOrder.toReversed().toSorted(compareVersions)).toEqual(inOrder)
  expect(compareVersions('1.0.0', '1.0.0')).toBe(0)
})
