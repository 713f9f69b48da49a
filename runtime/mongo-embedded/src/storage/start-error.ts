/** Why the database did not start, and how to mend it: one line for the person who started it. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
