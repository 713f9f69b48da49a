import { type Language, type Words, wordsIn } from '@patchbay/core'
import type { PluginActionSummary } from '@patchbay/core/http-contract'
import { valueAt } from './field-path.ts'

/**
 * The form after an action was chosen: its ways out and what it does are taken over, so that the flow says by itself where it can
 * go, and what it needs is ready to be filled in. What was filled in before and still fits is kept.
 */
export function withAction(config: unknown, action: PluginActionSummary, language: Language): Record<string, unknown> {
  const before = listAt(config, 'inputs')
  const inputs = action.inputs.flatMap(({ name, required }) => {
    const had = before.find((row) => valueAt(row, ['name']) === name)
    return had !== undefined ? [had] : required ? [{ name, value: '' }] : []
  })
  const kept = listAt(config, 'outputs').filter((row) =>
    action.outputs.some(({ name }) => name === String(valueAt(row, ['from'])).split(/[.[]/)[0]),
  )
  return {
    ...(config as Record<string, unknown>),
    action: action.name,
    inputs,
    outputs: kept,
    outlets: action.outlets.map(({ id, label }) => ({ id, label: wordsIn(label as Words, language) })),
    sideEffect: action.sideEffect,
    mode: action.mode,
  }
}

/** The form after another plugin was chosen: nothing of the former one's is left. */
export const withPlugin = (config: unknown, plugin: string): Record<string, unknown> => {
  const { outlets: _outlets, sideEffect: _sideEffect, mode: _mode, ...rest } = config as Record<string, unknown>
  return { ...rest, plugin, action: '', inputs: [], outputs: [] }
}

function listAt(config: unknown, name: string): unknown[] {
  const list = valueAt(config, [name])
  return Array.isArray(list) ? list : []
}
