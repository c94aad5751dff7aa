/** Facts of which each may be missing. */
type Unsure<T> = { [Fact in keyof T]: T[Fact] | undefined }

/** Leaves out what is not known: a missing fact is absent on the wire. */
export function onlyKnown<T extends object>(facts: Unsure<T>): T {
  for (const fact in facts) if (facts[fact] === undefined) delete facts[fact]
  return facts as T
}
