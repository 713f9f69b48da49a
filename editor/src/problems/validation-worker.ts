// first: it must be known before zod loads
import '../app/no-code-generation.ts'
import { type FlowDefinition, type Surroundings, validate } from '@patchbay/core'

self.onmessage = ({ data }: MessageEvent<{ flow: FlowDefinition; surroundings: Surroundings }>) =>
  self.postMessage(validate(data.flow, data.surroundings))
