import type { ActionType } from '../ncco/define-action.ts'
import { connectAction } from './connect.ts'
import { conversationAction } from './conversation.ts'
import { inputAction } from './input.ts'
import { notifyAction } from './notify.ts'
import { recordAction } from './record.ts'
import { streamAction } from './stream.ts'
import { talkAction } from './talk.ts'
import { transferAction } from './transfer.ts'
import { waitAction } from './wait.ts'

/** The nine actions of V1.1-2, each in one file. `pay` is gone from the reference and refused. */
const all: ActionType[] = [
  talkAction,
  streamAction,
  inputAction,
  connectAction,
  notifyAction,
  waitAction,
  recordAction,
  conversationAction,
  transferAction,
]

export const actionTypes: ReadonlyMap<unknown, ActionType> = new Map(all.map((type) => [type.action, type]))
