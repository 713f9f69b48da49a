import { flowDefinitionSchema } from '@patchbay/core'
import {
  accountCheckSchema,
  bindingListSchema,
  bindingSchema,
  buyNumberSchema,
  calleeActionSchema,
  callListSchema,
  callSchema,
  createFlowSchema,
  dialledSchema,
  dialSchema,
  emergencySchema,
  flowDraftSchema,
  flowListSchema,
  flowSummarySchema,
  goLiveSchema,
  mendSchema,
  numberListSchema,
  numberOfferListSchema,
  numberSchema,
  ownedNumberListSchema,
  ownedNumberSchema,
  phoneEventSchema,
  phoneSchema,
  pressKeysSchema,
  publishedSchema,
  publishSchema,
  releaseNumberSchema,
  saveBindingSchema,
  saveDraftSchema,
  saveNumberSchema,
  sayWordsSchema,
  setEmergencySchema,
  tryFlowSchema,
  versionListSchema,
} from '@patchbay/core/http-contract'
import type { z } from 'zod'

/** One thing that the API can do, as its description lists it. */
export interface ApiOperation {
  method: 'get' | 'post' | 'put' | 'delete'
  /** With parameters in braces, as OpenAPI writes them. */
  path: string
  summary: string
  body?: z.ZodType
  /** What a success replies; absent: nothing. */
  reply?: z.ZodType
  status?: number
  query?: readonly string[]
  headers?: readonly string[]
  stream?: boolean
}

/** Every route below `/api/v1`; a test holds this list against the routers. */
export const API_OPERATIONS: readonly ApiOperation[] = [
  { method: 'get', path: '/api/v1/flows', summary: 'List flows', reply: flowListSchema },
  {
    method: 'post',
    path: '/api/v1/flows',
    summary: 'Create a flow',
    body: createFlowSchema,
    reply: flowDraftSchema,
    status: 201,
  },
  { method: 'delete', path: '/api/v1/flows/{id}', summary: 'Delete a flow that no number leads to', status: 204 },
  { method: 'post', path: '/api/v1/flows/{id}/restore', summary: 'Undo the deletion of a flow', reply: flowSummarySchema },
  { method: 'post', path: '/api/v1/flows/{id}/duplicate', summary: 'Copy a flow', reply: flowDraftSchema, status: 201 },
  { method: 'get', path: '/api/v1/flows/{id}/draft', summary: 'Read a draft', reply: flowDraftSchema },
  {
    method: 'put',
    path: '/api/v1/flows/{id}/draft',
    summary: 'Save a draft over the one that was read',
    body: saveDraftSchema,
    reply: flowDraftSchema,
    headers: ['If-Match'],
  },
  { method: 'get', path: '/api/v1/flows/{id}/versions', summary: 'List published versions', reply: versionListSchema },
  {
    method: 'post',
    path: '/api/v1/flows/{id}/versions',
    summary: 'Publish the draft',
    body: publishSchema,
    reply: publishedSchema,
    status: 201,
  },
  { method: 'get', path: '/api/v1/flows/{id}/versions/{n}', summary: 'Read a published version', reply: flowDefinitionSchema },
  {
    method: 'post',
    path: '/api/v1/flows/{id}/live',
    summary: 'Go back to an earlier version',
    body: goLiveSchema,
    reply: publishedSchema,
  },
  {
    method: 'get',
    path: '/api/v1/flows/{id}/export',
    summary: 'Download a flow as canonical text',
    reply: flowDefinitionSchema,
    query: ['version'],
  },
  { method: 'get', path: '/api/v1/numbers', summary: 'List numbers and where they lead', reply: numberListSchema },
  {
    method: 'put',
    path: '/api/v1/numbers/{number}',
    summary: 'Say where a number leads',
    body: saveNumberSchema,
    reply: numberSchema,
  },
  { method: 'get', path: '/api/v1/bindings', summary: 'List what flows name', reply: bindingListSchema, query: ['kind'] },
  {
    method: 'put',
    path: '/api/v1/bindings/{kind}/{name}',
    summary: 'Save what flows name',
    body: saveBindingSchema,
    reply: bindingSchema,
    headers: ['If-Match', 'If-None-Match'],
  },
  { method: 'delete', path: '/api/v1/bindings/{kind}/{name}', summary: 'Delete what no flow names', status: 204 },
  { method: 'get', path: '/api/v1/emergency', summary: 'Say where the emergency switch stands', reply: emergencySchema },
  {
    method: 'put',
    path: '/api/v1/emergency',
    summary: 'Move the emergency switch',
    body: setEmergencySchema,
    reply: emergencySchema,
  },
  { method: 'get', path: '/api/v1/phone', summary: 'Describe the phone in the browser', reply: phoneSchema },
  { method: 'post', path: '/api/v1/phone/calls', summary: 'Dial a number', body: dialSchema, reply: dialledSchema, status: 201 },
  {
    method: 'post',
    path: '/api/v1/phone/try',
    summary: 'Call a flow without a number',
    body: tryFlowSchema,
    reply: dialledSchema,
    status: 201,
  },
  { method: 'post', path: '/api/v1/phone/calls/{id}/keys', summary: 'Press keys', body: pressKeysSchema, status: 204 },
  { method: 'post', path: '/api/v1/phone/calls/{id}/speech', summary: 'Say something', body: sayWordsSchema, status: 204 },
  {
    method: 'post',
    path: '/api/v1/phone/calls/{id}/callees',
    summary: 'Act for the one who is rung',
    body: calleeActionSchema,
    status: 204,
  },
  { method: 'delete', path: '/api/v1/phone/calls/{id}', summary: 'Hang up', status: 204 },
  {
    method: 'get',
    path: '/api/v1/phone/calls/{id}/events',
    summary: 'Follow a call',
    reply: phoneEventSchema,
    headers: ['Last-Event-ID'],
    stream: true,
  },
  {
    method: 'get',
    path: '/api/v1/calls',
    summary: 'List calls, newest first; who called is masked',
    reply: callListSchema,
    query: ['before', 'limit', 'flowId', 'q'],
  },
  {
    method: 'get',
    path: '/api/v1/calls/{runId}',
    summary: 'Look into a call: masked webhooks and replies in order',
    reply: callSchema,
  },
  { method: 'get', path: '/api/v1/vonage/check', summary: 'Look at the Vonage account', reply: accountCheckSchema },
  {
    method: 'post',
    path: '/api/v1/vonage/mend',
    summary: 'Put right what was found, and look again',
    body: mendSchema,
    reply: accountCheckSchema,
  },
  { method: 'get', path: '/api/v1/vonage/numbers', summary: 'List the numbers of the account', reply: ownedNumberListSchema },
  {
    method: 'get',
    path: '/api/v1/vonage/offers',
    summary: 'Search numbers that are for sale',
    reply: numberOfferListSchema,
    query: ['country', 'pattern', 'features', 'type'],
  },
  {
    method: 'post',
    path: '/api/v1/vonage/numbers',
    summary: 'Buy a number at the price that was shown, and link it',
    body: buyNumberSchema,
    reply: ownedNumberSchema,
    status: 201,
  },
  {
    method: 'post',
    path: '/api/v1/vonage/numbers/{number}/link',
    summary: 'Link a number to this application, and take its own callbacks away',
    reply: ownedNumberSchema,
  },
  {
    method: 'post',
    path: '/api/v1/vonage/numbers/{number}/unlink',
    summary: 'Link a number to no application',
    reply: ownedNumberSchema,
  },
  {
    method: 'post',
    path: '/api/v1/vonage/numbers/{number}/release',
    summary: 'Give a number back for good',
    body: releaseNumberSchema,
    status: 204,
  },
]
