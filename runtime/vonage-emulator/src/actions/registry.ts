import type { ActionType } from '../ncco/define-action.ts'
import { connectAction } from './connect.ts'
import { inputAction } from './input.ts'
import { notBuilt } from './not-built.ts'
import { notifyAction } from './notify.ts'
import { streamAction } from './stream.ts'
import { talkAction } from './talk.ts'
import { waitAction } from './wait.ts'

/** The nine actions of V1.1-2, each in one file, and those that are recognised only. `pay` is gone from the reference and refused. */
const all: ActionType[] = [
  talkAction,
  streamAction,
  inputAction,
  connectAction,
  notifyAction,
  waitAction,
  notBuilt('record'),
  notBuilt('conversation'),
  notBuilt('transfer'),
]

export const actionTypes: ReadonlyMap<unknown, ActionType> = new Map(all.map((type) => [type.action, type]))
