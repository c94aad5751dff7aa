import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contracts } from '../contracts/contracts.ts'
import type { DialectDefinition } from '../contracts/generated/types.ts'
import type { Dialect } from '../dialects/engine/dialect.ts'
import { callFaults } from '../dialects/engine/call-faults.ts'
import { fieldFaults } from '../dialects/engine/field-faults.ts'
import { GatewayError } from '../errors.ts'
import { bytesOf, type YamlFile, yamlFile } from './yaml-file.ts'

/** What is wrong with a definition beyond its schema, and where, as a JSON pointer. */
interface DialectFault {
  pointer: string
  fault: string
}

/** The engine's own look at a definition, before any question is asked by it. */
const staticChecks: readonly ((definition: DialectDefinition) => readonly DialectFault[])[] = [
  callFaults,
  fieldFaults,
]

const builtIn = fileURLToPath(new URL('../dialects/', import.meta.url))

/** Most faults that are told at once. */
const faultsTold = 10

/**
 * Reads and checks the dialect.yaml of a dialect folder. Fails with CONFIG_INVALID at file:line; where there are several
 * faults the detail names the others too.
 */
export function loadDialect(folder: string, contracts: Contracts): Dialect {
  const path = join(folder, 'dialect.yaml')
  const bytes = bytesOf(path)
  const yaml = yamlFile(path, bytes.toString())
  const definition = definitionOf(yaml, contracts)
  const faults = staticChecks.flatMap((check) => check(definition))
  if (faults.length > 0) throw invalid(yaml, faults)
  return { definition, version: createHash('sha256').update(bytes).digest('hex') }
}

/** The folder of a dialect by its name, where it comes with the gateway, else by its path relative to `base`. */
export function dialectFolder(idOrFolder: string, base: string): string {
  const own = join(builtIn, idOrFolder)
  const isId = /^[a-z][a-z0-9-]{1,40}$/.test(idOrFolder)
  return isId && existsSync(join(own, 'dialect.yaml')) ? own : resolve(base, idOrFolder)
}

function definitionOf(yaml: YamlFile, contracts: Contracts): DialectDefinition {
  const checked = contracts.check('dialect', yaml.value)
  if (checked.ok) return checked.value
  const { where, detail, unknownMember } = checked
  const member = unknownMember?.replaceAll('~', '~0').replaceAll('/', '~1')
  throw invalid(yaml, [
    member === undefined
      ? { pointer: where, fault: detail }
      : { pointer: `${where === '/' ? '' : where}/${member}`, fault: '此处不允许 is not allowed here' },
  ])
}

function invalid(yaml: YamlFile, faults: readonly DialectFault[]): GatewayError {
  const [first, ...others] = faults
  const told = ({ pointer, fault }: DialectFault) => `${pointer} ${fault}`
  const more = others.slice(0, faultsTold).map((fault) => `${yaml.place(fault.pointer)}: ${told(fault)}`)
  const left = others.length - more.length
  return new GatewayError('CONFIG_INVALID', {
    where: yaml.place(first?.pointer ?? ''),
    detail: [
      ...(first ? [told(first)] : []),
      ...more,
      ...(left > 0 ? [`另有 ${left} 处 and ${left} more`] : []),
    ].join('; '),
  })
}
