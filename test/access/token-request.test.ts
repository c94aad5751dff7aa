import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { readTokenRequest } from '../../src/access/token-request.ts'
import { GatewayError } from '../../src/errors.ts'

const good = {
  grant_type: 'client_credentials',
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: 'a.b.c',
}

const form = (parameters: Record<string, string>, more = ''): Buffer =>
  Buffer.from(`${new URLSearchParams(parameters)}${more}`)

const faultIn = (body: Buffer): string | undefined => {
  try {
    readTokenRequest(body)
    return undefined
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'TOKEN_REQUEST_INVALID') return error.where
    throw error
  }
}

test('a form with the assertion is read, with client_id where it is there', () => {
  expect(readTokenRequest(form(good))).toEqual({ assertion: 'a.b.c', clientId: undefined })
  expect(readTokenRequest(form({ ...good, client_id: 'loans', scope: 'ask', other: '1' }))).toEqual({
    assertion: 'a.b.c',
    clientId: 'loans',
  })
})

test.each([
  ['another grant', form({ ...good, grant_type: 'password' }), 'grant_type'],
  ['no grant', form({}), 'grant_type'],
  ['another kind of assertion', form({ ...good, client_assertion_type: 'saml' }), 'client_assertion_type'],
  ['no assertion', form({ ...good }, '').subarray(0, -'&client_assertion=a.b.c'.length), 'client_assertion'],
  ['two assertions', form(good, '&client_assertion=d.e.f'), 'client_assertion'],
  ['two grants', form(good, '&grant_type=client_credentials'), 'grant_type'],
  ['two client_ids', form(good, '&client_id=a&client_id=a'), 'client_id'],
])('%s is refused, naming the parameter', (_, body, where) => {
  expect(faultIn(body)).toBe(where)
})

test('whatever the bytes, they are read or refused', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void faultIn(Buffer.from(bytes))))
})
