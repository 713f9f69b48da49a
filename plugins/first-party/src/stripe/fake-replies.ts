import type { FakeReply } from '@patchbay/plugin-sdk'

export const ok = (json: unknown): FakeReply => ({ status: 200, json })
export const refuse = (status: number, error: Record<string, string>): FakeReply => ({ status, json: { error } })
export const missing = (param?: string, status = 404): FakeReply =>
  refuse(status, { type: 'invalid_request_error', code: 'resource_missing', ...(param === undefined ? {} : { param }) })

export const metadataIn = (form: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => {
      const [, of] = /^metadata\[(\w+)\]$/.exec(name) ?? []
      return of === undefined ? [] : [[of, value]]
    }),
  )
