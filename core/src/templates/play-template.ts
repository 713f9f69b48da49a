import type { SayEffect } from '../engine/effect.ts'
import { effectsOf } from '../engine/effect.ts'
import { CALLER } from '../flow/ids.ts'
import type { Language } from '../flow/language.ts'
import type { FlowDefinition } from '../flow/schema.ts'
import { actOf } from '../test-kit/act-of.ts'
import type { CallScript, Exchange } from '../test-kit/call-script.ts'
import { plansOf } from '../test-kit/flow-of.ts'
import { PlayedCall } from '../test-kit/play-call.ts'
import type { BuiltTemplate } from './build-template.ts'

/** One line of a call as it is written down for people. */
export type CallLine =
  | { who: 'line'; text: string; language: Language }
  | { who: 'caller'; does: 'presses' | 'says' | 'waits' | 'records' | 'talks' | 'hangsUp' | 'types'; value: string }

export interface PlayedTemplate {
  lines: CallLine[]
  /** The way that it took, as `flow:card/way out`, by the files that the flows stand in. */
  way: string[]
  /** What of the script did not come about, by the number of its exchange. */
  missed: { exchange: number; what: string }[]
  faults: number
  ended: string | null
}

/**
 * Plays a call script against a template that was filled in.
 *
 * @param strict Whether what the caller is to hear, and who is to be rung, is looked at: scripts say it in English.
 */
export function playTemplate({ flows }: BuiltTemplate, script: CallScript, strict = true): PlayedTemplate {
  const files = new Map(flows.map(({ file, flow }) => [flow.id as string, file]))
  const entered = flows.find(({ file }) => file === script.flow)?.flow as FlowDefinition
  const others = flows.flatMap(({ flow }) => (flow === entered ? [] : [flow]))
  const call = new PlayedCall(entered, script.from, plansOf(entered, others))
  const played: PlayedTemplate = { lines: [], way: [], missed: [], faults: 0, ended: null }
  const listen = (): void => {
    const { trace, faults, state } = call.turn
    for (const effect of effectsOf(call.turn, CALLER))
      if (effect.type === 'say' && effect.text !== '') played.lines.push(heard(effect))
    played.way.push(...trace.map(({ flowId, nodeId, outlet }) => `${files.get(flowId)}:${nodeId}/${outlet ?? 'end'}`))
    played.faults += faults.length
    played.ended = state.ended?.reason ?? null
  }
  listen()
  for (const [index, exchange] of script.call.entries()) {
    if (strict) played.missed.push(...missedIn(call, exchange).map((what) => ({ exchange: index + 1, what })))
    call.waits(exchange.after ?? 0)
    const act = actOf(exchange)
    if (act !== undefined) {
      played.lines.push(...lineOf(exchange))
      call.does(act)
      listen()
    }
    if (exchange.ends !== undefined && played.ended !== exchange.ends)
      played.missed.push({ exchange: index + 1, what: `ends ${exchange.ends}, but ${played.ended ?? 'goes on'}` })
  }
  return played
}

const heard = ({ text, language }: SayEffect): CallLine => ({ who: 'line', text, language })

function missedIn(call: PlayedCall, { hears, dials, asks }: Exchange): string[] {
  const said = call.heard.join('\n')
  const missed: string[] = []
  let from = 0
  for (const part of [hears ?? []].flat()) {
    const at = said.indexOf(part, from)
    if (at < 0) missed.push(`hears “${part}”, but: ${said}`)
    else from = at + part.length
  }
  const { effects } = call.turn
  const asked = effects.flatMap((effect) => {
    if (effect.type !== 'request') return []
    const { request } = effect
    return request.kind === 'plugin' ? [request.kind, `${request.plugin}.${request.action}`] : [request.kind]
  })
  if (asks !== undefined && !asked.includes(asks)) missed.push(`asks ${asks}, but: ${asked.join(', ') || 'nothing'}`)
  const rung = effects.flatMap((effect) =>
    (effect.type === 'connect' || effect.type === 'dial') && effect.endpoint.kind === 'phone' ? [effect.endpoint.number] : [],
  )
  if (dials !== undefined && !rung.includes(dials)) missed.push(`dials ${dials}, but: ${rung.join(', ') || 'nobody'}`)
  return missed
}

/** What a reader of a sample call is told of what happened; what the outside answered is no part of what callers hear. */
function lineOf(exchange: Exchange): CallLine[] {
  const line = (does: Extract<CallLine, { who: 'caller' }>['does'], value = ''): CallLine[] => [{ who: 'caller', does, value }]
  if (exchange.presses !== undefined) return line('presses', exchange.presses)
  if (exchange.secret !== undefined) return line('types')
  if (exchange.says !== undefined) return line('says', exchange.says)
  if (exchange.records !== undefined) return line('records', String(exchange.records))
  if (exchange.outcome === 'ended' || exchange.agent === 'answers') return line('talks')
  if (exchange.does === 'hangsUp') return line('hangsUp')
  return exchange.does === 'nothing' ? line('waits') : []
}
