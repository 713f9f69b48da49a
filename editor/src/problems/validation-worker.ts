// first: it must be known before zod loads
import '../app/no-code-generation.ts'
import { type FlowDefinition, type Surroundings, validate } from '@patchbay/core'

/** What is checked: a flow, and what is known of its surroundings. */
export interface Checked {
  flow: FlowDefinition
  surroundings: Surroundings
}

self.onmessage = ({ data: { flow, surroundings } }: MessageEvent<Checked>) => self.postMessage(validate(flow, surroundings))
