/** Does one thing after the other, in the order in which they came. */
export function inTurn(): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return (work) => {
    last = last.then(work, work)
    return last
  }
}
