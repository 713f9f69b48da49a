import { AppError, type ErrorCode, type Issue } from '@patchbay/core'
import type { Problem } from '@patchbay/core/http-contract'

/** An error with what is wrong field by field, or with the findings that stop a publishing. */
export class RequestError extends AppError {
  readonly errors: Problem['errors']
  readonly issues: readonly Issue[] | undefined

  constructor(
    code: ErrorCode,
    message: string,
    { errors, issues }: { errors?: Problem['errors']; issues?: readonly Issue[] } = {},
  ) {
    super(code, message)
    this.errors = errors
    this.issues = issues
  }
}
