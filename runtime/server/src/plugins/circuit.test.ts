import { expect, test } from 'vitest'
import { createCircuit } from './circuit.ts'

function circuitAt() {
  let now = 0
  const circuit = createCircuit(() => now)
  return {
    circuit,
    pass: (ms: number) => {
      now += ms
    },
    failTimes: (count: number) => {
      for (let n = 0; n < count; n++) circuit.failed()
    },
  }
}

test('a plugin is left alone after five failures in a row, and not before', () => {
  const { circuit, failTimes } = circuitAt()
  failTimes(4)
  circuit.succeeded()
  failTimes(4)
  expect(circuit.admits()).toBe(true)
  failTimes(1)
  expect(circuit.admits()).toBe(false)
})

test('after a pause one call tries for all, and what becomes of it counts', () => {
  const { circuit, pass, failTimes } = circuitAt()
  failTimes(5)
  pass(5_000)
  expect([circuit.admits(), circuit.admits()]).toEqual([true, false])
  circuit.failed()
  pass(5_000)
  expect(circuit.admits()).toBe(false)
  pass(5_000)
  expect(circuit.admits()).toBe(true)
  circuit.succeeded()
  expect([circuit.admits(), circuit.admits()]).toEqual([true, true])
})

test('the pause grows to a minute, and no longer', () => {
  const { circuit, pass, failTimes } = circuitAt()
  failTimes(30)
  pass(59_999)
  expect(circuit.admits()).toBe(false)
  pass(1)
  expect(circuit.admits()).toBe(true)
})
