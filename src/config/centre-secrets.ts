import { GatewayError } from '../errors.ts'
import type { RepresentedConfig } from './represented.ts'
import { readOwnersOnly } from './owners-only.ts'
import { type YamlFile, yamlFile } from './yaml-file.ts'

/**
 * The secret settings of one represented centre. Fails with KEY_UNUSABLE where others can read the file, and with CONFIG_INVALID
 * at file:line where it does not give exactly these; no error holds anything of the file.
 */
export function readCentreSecrets({
  secrets,
  secretsFile,
}: Pick<RepresentedConfig, 'secrets' | 'secretsFile'>): Readonly<Record<string, string>> {
  if (secretsFile === undefined) return {}
  const yaml = parsed(secretsFile, readOwnersOnly(secretsFile))
  const given = Object.entries(Object(yaml.value) as Record<string, unknown>)
  const unknown = given.find(([name]) => !secrets.includes(name))
  if (unknown)
    throw invalid(
      yaml.place(`/${unknown[0]}`),
      '不是该方言接口的保密设置 is no secret setting of the dialect',
    )
  const missing = secrets.filter((name) => !given.some(([known]) => known === name))
  if (missing.length > 0) throw invalid(secretsFile, `缺少保密设置 does not give ${missing.join(', ')}`)
  return Object.fromEntries(
    given.map(([name, value]) => {
      if (typeof value === 'string' && value !== '') return [name, value]
      throw invalid(yaml.place(`/${name}`), `须为文本，请加引号 ${name} is not a text; quote it`)
    }),
  )
}

/** What the parser says may quote the file. */
function parsed(path: string, text: string): YamlFile {
  try {
    return yamlFile(path, text)
  } catch (thrown) {
    const where = thrown instanceof GatewayError ? thrown.where : undefined
    throw invalid(where ?? path, '不是由名称与文本组成的 YAML is not YAML of names and texts')
  }
}

function invalid(where: string, detail: string): GatewayError {
  return new GatewayError('CONFIG_INVALID', { where, detail })
}
