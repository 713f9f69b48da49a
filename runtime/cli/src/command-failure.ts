/** 1: a fault found with the input or the machine · 2: wrong usage. */
export type FailureExitCode = 1 | 2

/** Ends a command: its message is printed as it is, without a stack trace, and the program leaves with `exitCode`. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
  readonly exitCode: FailureExitCode

  constructor(message: string, { exitCode = 1, cause }: { exitCode?: FailureExitCode; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.exitCode = exitCode
  }
}
