export { addressesAt, type FlowSketch, fakeWorld, flowOf, plansOf } from './flow-of.ts'
export { deskManifest } from './manifests.ts'
export { type CallerAct, eventOf, PlayedCall } from './play-call.ts'
