/** What is wrong with a definition beyond its schema. */
export interface DefinitionFault {
  /** JSON pointer (RFC 6901) into the definition. */
  pointer: string
  fault: string
}

/** A pointer to a member of what another points to. */
export function below(pointer: string, ...names: readonly (string | number)[]): string {
  return [pointer, ...names.map((name) => String(name).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/')
}
