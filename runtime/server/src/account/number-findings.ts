import { type AccountFinding, finding } from '@patchbay/core'
import type { VonageNumber } from './numbers.ts'

/** What Patchbay knows of a number. */
export interface NumberPlace {
  number: string
  /** Callers are led somewhere. */
  leadsSomewhere: boolean
}

/**
 * What keeps callers from the flows of our numbers. Numbers of the account that have nothing to do with us are counted only.
 *
 * @param places Absent when nobody could be asked; then nothing is said about flows.
 */
export function numberFindings(
  owned: readonly VonageNumber[],
  places: readonly NumberPlace[] | undefined,
  applicationId: string,
): AccountFinding[] {
  const led = new Set(places?.flatMap(({ number, leadsSomewhere }) => (leadsSomewhere ? [number] : [])))
  const findings = owned.flatMap((one): AccountFinding[] => {
    const { number } = one
    const isLinked = one.applicationId === applicationId
    const hasFlow = led.has(number)
    if (!isLinked && !hasFlow) return []
    return [
      ...(isLinked || one.applicationId !== null ? [] : [finding('NUMBER_NOT_LINKED', { number })]),
      ...(isLinked || one.applicationId === null
        ? []
        : [finding('NUMBER_LINKED_ELSEWHERE', { number, applicationId: one.applicationId })]),
      ...(one.forwards === null ? [] : [finding('NUMBER_HAS_CALLBACK', { number, ...one.forwards })]),
      ...(one.features.includes('VOICE') ? [] : [finding('NUMBER_WITHOUT_VOICE', { number, features: one.features.join(', ') })]),
      ...(hasFlow || places === undefined ? [] : [finding('NUMBER_LEADS_NOWHERE', { number })]),
    ]
  })
  const ours = new Set(owned.map(({ number }) => number))
  const lost = [...led].filter((number) => !ours.has(number)).map((number) => finding('NUMBER_NOT_OWNED', { number }))

  const count = (fits: (one: VonageNumber) => boolean) => owned.filter(fits).length
  const counted = (code: 'NUMBERS_GOOD' | 'NUMBERS_UNUSED' | 'NUMBERS_USED_ELSEWHERE', many: number) =>
    many === 0 ? [] : [finding(code, { count: many })]
  const named = new Set(findings.map(({ data }) => data.number))
  return [
    ...(owned.length === 0 ? [finding('NUMBERS_NONE')] : []),
    ...findings,
    ...lost,
    ...counted('NUMBERS_GOOD', places === undefined ? 0 : count((one) => led.has(one.number) && !named.has(one.number))),
    ...counted(
      'NUMBERS_UNUSED',
      count((one) => one.applicationId === null && !led.has(one.number)),
    ),
    ...counted(
      'NUMBERS_USED_ELSEWHERE',
      count((one) => one.applicationId !== null && one.applicationId !== applicationId && !led.has(one.number)),
    ),
  ]
}
