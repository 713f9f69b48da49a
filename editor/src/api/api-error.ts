import type { Problem } from '@patchbay/core/http-contract'

/** `away`: nobody answered, a retry may help · otherwise the code of the problem that the server described. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  readonly status: number
  readonly problem: Partial<Problem>

  constructor(code: string, status: number, problem: Partial<Problem> = {}, cause?: unknown) {
    super(problem.detail ?? code, cause === undefined ? undefined : { cause })
    this.code = code
    this.status = status
    this.problem = problem
  }

  /** The server was not reached, or said that it cannot serve just now. */
  get away(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504
  }

  static from(thrown: unknown): ApiError {
    return thrown instanceof ApiError ? thrown : new ApiError('AWAY', 0, {}, thrown)
  }
}
