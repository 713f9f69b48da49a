import type { FlowDefinition, Position } from '@patchbay/core'
import ELK from 'elkjs/lib/elk-api.js'
import ElkWorker from 'elkjs/lib/elk-worker.min.js?worker'
import { elkGraphOf, positionsOf } from './elk-graph.ts'

// kept: the first run costs the loading of the worker
const elk = new ELK({ workerFactory: () => new ElkWorker() })

/** Finds a place for every card so that callers go from left to right and cords cross little. Works in a worker. */
export async function tidyUp(flow: FlowDefinition): Promise<Record<string, Position>> {
  return positionsOf(await elk.layout(elkGraphOf(flow)), flow)
}
