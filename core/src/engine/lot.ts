import type { World } from './world.ts'

/** A number in [0, 1) that follows from the run's seed, the turn and what it is drawn for; the same in every replay. */
export function drawLot({ seed, seq }: Pick<World, 'seed' | 'seq'>, purpose: string): number {
  return hash32(`${seed}/${seq}/${purpose}`) / 2 ** 32
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/) with a final mix, which spreads short, similar texts. Not for secrets. */
function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
