import type { MessagesQuery, ReceivedMessageList } from '@patchbay/core/http-contract'
import { request } from './request.ts'
import { searchOf } from './search.ts'

export const listMessages = (query: MessagesQuery) => request<ReceivedMessageList>(`/messages${searchOf(query)}`)
