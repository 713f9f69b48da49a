import { parseManifest } from '@patchbay/core'
import type { Fake } from '@patchbay/plugin-sdk'
import { erasingRule } from './erasing-rule.ts'
import { examplesRule } from './examples-rule.ts'
import { hostsRule } from './hosts-rule.ts'
import { moneyRule } from './money-rule.ts'
import { onceRule } from './once-rule.ts'
import { type Finding, found, type Rule } from './rule.ts'
import { secretsRule } from './secrets-rule.ts'
import { textRule } from './text-rule.ts'
import { createTrialBench, type TrialBench } from './trial.ts'
import { triggersRule } from './triggers-rule.ts'
import { troubleRule } from './trouble-rule.ts'
import { voiceRule } from './voice-rule.ts'

// secrets come after all that may have let one out
const RULES: readonly Rule[] = [
  ...[examplesRule, troubleRule, onceRule, hostsRule, moneyRule, textRule, triggersRule, voiceRule, erasingRule],
  secretsRule,
]

export type RuleResult = Pick<Rule, 'number' | 'title'> & Finding

/** How a plugin keeps the rules for all plugins. */
export interface ConformanceReport {
  plugin: string
  /** In the order of their numbers; only the first when the manifest cannot be read. */
  rules: RuleResult[]
  ms: number
}

export interface PluginUnderTest {
  /** Parsed JSON of `plugin.json`, or what `manifest.ts` exports. */
  manifest: unknown
  /** Of `bundlePlugin`. */
  code: string
  /** Left out for plugins that ask nobody outside and keep nothing. */
  fake?: Fake | undefined
}

/** Tries plugins, one after the other. */
export interface ConformanceBench {
  /** @param options.rules The numbers of those that are looked at; all unless told. */
  check(plugin: PluginUnderTest, options?: { rules?: readonly number[] }): Promise<ConformanceReport>
  close(): Promise<void>
}

const NOBODY: Fake = { start: () => ({}), answer: () => ({ status: 404 }) }

/** A bench with the real sandbox, and a memory and services that are none. Close it. */
export function createConformanceBench(): ConformanceBench {
  const bench = createTrialBench()
  return {
    close: bench.close,
    check: (plugin, { rules = RULES.map(({ number }) => number) } = {}) => checkOn(bench, plugin, rules),
  }
}

async function checkOn(
  bench: TrialBench,
  { manifest: given, code, fake = NOBODY }: PluginUnderTest,
  wanted: readonly number[],
): Promise<ConformanceReport> {
  const began = performance.now()
  const read = parseManifest(given)
  if (read.type === 'error') {
    const faults = read.faults.map(({ field, problem }) => `${field}: ${problem}`)
    const { number, title } = examplesRule
    return { plugin: nameOf(given), rules: [{ number, title, ...found(faults, 'not read') }], ms: performance.now() - began }
  }
  const trial = bench.trialOf(read.manifest, code, fake)
  const rules: RuleResult[] = []
  for (const { number, title, check } of RULES.filter((rule) => wanted.includes(rule.number))) {
    rules.push({ number, title, ...(await check(trial)) })
  }
  return {
    plugin: read.manifest.name,
    rules: rules.sort((a, b) => a.number - b.number),
    ms: performance.now() - began,
  }
}

const nameOf = (given: unknown): string =>
  typeof given === 'object' && given !== null && 'name' in given ? String(given.name) : 'a plugin without a name'
