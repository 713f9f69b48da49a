// first: it must be known before zod loads
import '../app/no-code-generation.ts'
import { type FlowDefinition, validate } from '@patchbay/core'

self.onmessage = ({ data }: MessageEvent<FlowDefinition>) => self.postMessage(validate(data))
