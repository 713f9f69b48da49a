import { afterCallNode } from './after-call.ts'
import { askYesNoNode } from './ask-yes-no.ts'
import { branchNode } from './branch.ts'
import { callbackNode } from './callback.ts'
import { callerLanguageNode } from './caller-language.ts'
import { collectDigitsNode } from './collect-digits.ts'
import { collectSpeechNode } from './collect-speech.ts'
import { conferenceNode } from './conference.ts'
import { connectNode } from './connect.ts'
import { counterNode } from './counter.ts'
import type { NodeType } from './define-node-type.ts'
import { directoryNode } from './directory.ts'
import { emergencyNode } from './emergency.ts'
import { emitEventNode } from './emit-event.ts'
import { enqueueNode } from './enqueue.ts'
import { errorHandlerNode } from './error-handler.ts'
import { formatValueNode } from './format-value.ts'
import { globalKeyNode } from './global-key.ts'
import { goalNode } from './goal.ts'
import { hangUpNode } from './hang-up.ts'
import { httpRequestNode } from './http-request.ts'
import { languageNode } from './language.ts'
import { loopNode } from './loop.ts'
import { menuNode } from './menu.ts'
import { musicNode } from './music.ts'
import { noteNode } from './note.ts'
import { notifyTeamNode } from './notify-team.ts'
import { openingHoursNode } from './opening-hours.ts'
import { pauseRecordingNode } from './pause-recording.ts'
import { playNode } from './play.ts'
import { pluginActionNode } from './plugin-action.ts'
import { randomSplitNode } from './random-split.ts'
import { returnNode } from './return.ts'
import { sayNode } from './say.ts'
import { secureDigitsNode } from './secure-digits.ts'
import { sendMessageNode } from './send-message.ts'
import { setVariablesNode } from './set-variables.ts'
import { startRecordingNode } from './start-recording.ts'
import { stopRecordingNode } from './stop-recording.ts'
import { subflowNode } from './subflow.ts'
import { switchOnNode } from './switch-on.ts'
import { transferFlowNode } from './transfer-flow.ts'
import { voicemailNode } from './voicemail.ts'
import { waitNode } from './wait.ts'

// node types of different configs share one list; each is called only with a config that its own schema has parsed
// biome-ignore lint/suspicious/noExplicitAny: the one place where config types are forgotten
type AnyNodeType = NodeType<any>

/** Every node type, in the order of the palette. The only list of them. */
export const NODE_TYPES: readonly AnyNodeType[] = [
  sayNode,
  playNode,
  musicNode,
  waitNode,
  menuNode,
  askYesNoNode,
  collectDigitsNode,
  collectSpeechNode,
  secureDigitsNode,
  languageNode,
  callerLanguageNode,
  branchNode,
  switchOnNode,
  randomSplitNode,
  openingHoursNode,
  emergencyNode,
  loopNode,
  subflowNode,
  setVariablesNode,
  counterNode,
  formatValueNode,
  goalNode,
  noteNode,
  httpRequestNode,
  pluginActionNode,
  emitEventNode,
  connectNode,
  directoryNode,
  enqueueNode,
  conferenceNode,
  callbackNode,
  sendMessageNode,
  notifyTeamNode,
  voicemailNode,
  startRecordingNode,
  pauseRecordingNode,
  stopRecordingNode,
  transferFlowNode,
  returnNode,
  hangUpNode,
  globalKeyNode,
  errorHandlerNode,
  afterCallNode,
]

const byType: ReadonlyMap<string, AnyNodeType> = new Map(NODE_TYPES.map((nodeType) => [nodeType.type, nodeType]))

export const nodeTypeOf = (type: string): AnyNodeType | undefined => byType.get(type)
