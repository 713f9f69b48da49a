import { AppError } from '@patchbay/core'
import { MongoBulkWriteError, MongoNetworkError, MongoServerError } from 'mongodb'
import { expect, test } from 'vitest'
import { storageError } from './database.ts'

const network = new MongoNetworkError('connection 3 to db.sock closed')
const socket = (code: string) => Object.assign(new Error(`write ${code}`), { code, syscall: 'write' })
const server = (code: number) => new MongoServerError({ message: 'x', code })

test.each<[string, unknown]>([
  ['a connection that broke', network],
  ['one that broke amid a group of inserts', new MongoBulkWriteError(network as never, {} as never)],
  ['a socket that nobody reads any more', socket('EPIPE')],
  ['a socket that is not there', socket('ENOENT')],
  ['a server that is being shut down', server(11_600)],
  ['a server that is no longer the primary', server(10_107)],
  ['any of these inside another error', new Error('outer', { cause: network })],
])('%s is a database that is away', (_what, thrown) =>
  expect(storageError(thrown)).toMatchObject({ code: 'DATABASE_NOT_REACHABLE' }),
)

test.each<[string, unknown, string]>([
  ['a key that is there already', server(11_000), 'INTERNAL'],
  ['a query that is not allowed', server(9), 'INTERNAL'],
  ['an error of ours', new AppError('RUN_NOT_FOUND', 'none'), 'RUN_NOT_FOUND'],
  ['a file that is not there is no socket', Object.assign(new Error('x'), { code: 'EACCES' }), 'INTERNAL'],
])('%s is not', (_what, thrown, code) => expect(storageError(thrown).code).toBe(code))
