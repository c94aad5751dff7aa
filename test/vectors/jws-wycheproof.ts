import type { CaseKey, JwsCase } from './jws-case.ts'

interface WycheproofTest {
  readonly tcId: number
  readonly comment: string
  readonly jws?: unknown
  readonly result: 'valid' | 'acceptable' | 'invalid'
}

interface WycheproofGroup {
  readonly comment?: string
  readonly public?: unknown
  readonly private?: unknown
  readonly tests: readonly WycheproofTest[]
}

/** json_web_signature_test.json, json_web_key_test.json and json_web_crypto_test.json of C2SP/wycheproof. */
export interface WycheproofFile {
  readonly schema?: string
  readonly testGroups: readonly WycheproofGroup[]
}

export function isWycheproof(file: unknown): file is WycheproofFile {
  if (typeof file !== 'object' || file === null || !('testGroups' in file)) return false
  const groups: unknown = file.testGroups
  return Array.isArray(groups) && groups.some(({ tests }) => Array.isArray(tests) && tests.some(hasJws))
}

/** Mislabelled or self-contradicting in json_web_signature_test.json: RFC 7520's keys with another `alg`, and padding taken both ways. */
const mislabelled: ReadonlySet<number> = new Set([346, 347, 350, 351, 367, 370, 372, 373])
const signatureFile = 'json_web_signature_schema_v1.json'

/** The cases of JWS, without those of JWE. */
export function fromWycheproof({ schema, testGroups }: WycheproofFile): readonly JwsCase[] {
  return testGroups.flatMap((group) =>
    group.tests
      .filter((test) => hasJws(test) && !(schema === signatureFile && mislabelled.has(test.tcId)))
      .map((test): JwsCase => ({
        id: `tcId ${test.tcId} ${group.comment ?? ''} ${test.comment}`,
        token: typeof test.jws === 'string' ? test.jws : JSON.stringify(test.jws),
        key: keyOf(group.public ?? group.private),
        expected: test.result === 'valid' ? 'valid' : 'invalid',
      })),
  )
}

function hasJws(test: unknown): boolean {
  return typeof test === 'object' && test !== null && 'jws' in test
}

function keyOf(key: unknown): CaseKey {
  const isSet = typeof key === 'object' && key !== null && 'keys' in key && Array.isArray(key.keys)
  return isSet ? { jwks: key.keys as unknown[] } : { jwk: key }
}
