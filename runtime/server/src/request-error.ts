import { AppError, type ErrorCode, type Issue } from '@patchbay/core'
import type { Problem } from '@patchbay/core/http-contract'

/** An error with what is wrong field by field, the findings that stop a publishing, or the flows that are in the way. */
export class RequestError extends AppError {
  readonly errors: Problem['errors']
  readonly issues: readonly Issue[] | undefined
  readonly flows: Problem['flows']

  constructor(
    code: ErrorCode,
    message: string,
    { errors, issues, flows }: { errors?: Problem['errors']; issues?: readonly Issue[]; flows?: Problem['flows'] } = {},
  ) {
    super(code, message)
    this.errors = errors
    this.issues = issues
    this.flows = flows
  }
}
