import type { BindingKind } from '@patchbay/core'
import type { Binding, BindingList, SaveBinding } from '@patchbay/core/http-contract'
import { request } from './request.ts'

interface BindingName {
  kind: BindingKind
  name: string
}

const at = ({ kind, name }: BindingName): string => `/bindings/${kind}/${encodeURIComponent(name)}`

export const listBindings = () => request<BindingList>('/bindings')

/** @throws {ApiError} `BINDING_CHANGED_MEANWHILE` (412) when the name is taken. */
export const addBinding = (name: BindingName, body: SaveBinding) =>
  request<Binding>(at(name), { method: 'PUT', body, headers: { 'if-none-match': '*' } })

/** @throws {ApiError} `BINDING_CHANGED_MEANWHILE` (412) when somebody saved after `revision`. */
export const saveBinding = (name: BindingName, body: SaveBinding, revision: number) =>
  request<Binding>(at(name), { method: 'PUT', body, headers: { 'if-match': `"${revision}"` } })

/** @throws {ApiError} `BINDING_IN_USE` (409) with `problem.flows`. */
export const deleteBinding = (name: BindingName) => request<void>(at(name), { method: 'DELETE' })
