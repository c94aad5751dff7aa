import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Contracts as ContractTypes } from './generated/types.ts'
import { lengthKeywords } from './length-keywords.ts'
import { type SchemaFault, schemaFault } from './schema-fault.ts'

/** A schema of `schemas/`, by its file name without `.json`. */
export type ContractName = keyof ContractTypes extends `${infer Name}.json` ? Name : never
export type ContractOf<Name extends ContractName> = ContractTypes[`${Name}.json`]

/**
 * What a value was found to be. `where` is a JSON pointer to the place, also where nothing stands, `detail` what is expected there;
 * neither repeats any of the value. `unknownMember` does: for files of our own, never for messages.
 */
export type Checked<T> = { ok: true; value: T } | ({ ok: false } & SchemaFault)

export interface Contracts {
  check<Name extends ContractName>(name: Name, value: unknown): Checked<ContractOf<Name>>
}

/** A schema takes milliseconds to compile, at its first use; whoever serves compiles all of them first. */
export interface CompilingContracts extends Contracts {
  compileAll(): void
}

const folder = new URL('../../schemas/', import.meta.url)

/** Reads the contract, to be compiled strictly. Throws where a schema itself is wrong, which a test finds first. */
export function createContracts(): CompilingContracts {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    allErrors: false,
    ownProperties: true,
    // Errors know their schema, whose words tell what is expected; ajv's own are not used.
    verbose: true,
    messages: false,
  })
  formats.default(ajv, ['date'])
  for (const definition of lengthKeywords)
    ajv.removeKeyword(String(definition.keyword)).addKeyword(definition)
  const messages = schemaFiles('')
  for (const { schema } of [...schemaFiles('parts/'), ...messages]) ajv.addSchema(schema)
  const ids = new Map(messages.map(({ name, schema }) => [name, schema.$id]))
  const validators = new Map<string, ValidateFunction>()

  function validatorOf(name: string): ValidateFunction {
    const known = validators.get(name)
    if (known) return known
    const validate = ajv.getSchema(ids.get(name) ?? '')
    if (!validate) throw new RangeError(`no schema named ${name}`)
    validators.set(name, validate)
    return validate
  }

  return {
    compileAll: () => ids.keys().forEach(validatorOf),
    check(name, value) {
      const validate = validatorOf(name)
      return validate(value)
        ? { ok: true, value: value as ContractOf<typeof name> }
        : { ok: false, ...schemaFault(validate.errors ?? []) }
    },
  }
}

function schemaFiles(under: string): { name: string; schema: { $id: string } }[] {
  return readdirSync(new URL(under, folder))
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({
      name: file.slice(0, -'.json'.length),
      schema: JSON.parse(readFileSync(new URL(under + file, folder), 'utf8')) as { $id: string },
    }))
}
