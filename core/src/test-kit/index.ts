export { addressesAt, type FlowSketch, fakeWorld, flowOf, plansOf } from './flow-of.ts'
export { deskManifest, sureDeskManifest } from './manifests.ts'
export { type CallerAct, eventOf, PlayedCall } from './play-call.ts'
