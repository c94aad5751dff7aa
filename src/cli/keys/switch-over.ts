import { readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, isAbsolute, relative } from 'node:path'
import { chinaDateTime } from '../../clock.ts'
import type { Config } from '../../config/config.ts'
import { readOwnersOnly } from '../../config/owners-only.ts'
import { withStrings } from '../../config/yaml-file.ts'
import { GatewayError } from '../../errors.ts'
import { readBytes, replace, writeNew } from '../files.ts'
import { nameForGood, type Step } from './rotation.ts'
import type { Rotation } from './rotation-now.ts'

/**
 * The next files get names for good, then the configuration names them, in one stroke: whenever this is cut off, key and
 * certificate of the configuration fit each other. The present files stay where they are.
 */
export function switchOver(rotation: Rotation, step: Step): void {
  const { use, config, files, next, now, directory } = rotation
  if (step !== 4) {
    const version =
      directory instanceof GatewayError ? directory.code : `directory version ${directory.version}`
    throw new GatewayError('KEY_UNUSABLE', {
      where: next.certificate,
      detail:
        step === 3
          ? `目录尚未登记新证书 not yet: ${version} does not list this certificate for ${config.member}`
          : `尚未到切换步骤 not yet: step ${step} comes first`,
    })
  }
  const at = chinaDateTime(now)
  const good = { key: nameForGood(files.key, at), certificate: nameForGood(files.certificate, at) }
  const text = readFileSync(config.file, 'utf8')
  const changed = withStrings(text, {
    [`/keys/${use}/key`]: inConfig(config, good.key),
    [`/keys/${use}/certificate`]: inConfig(config, good.certificate),
  })
  writeNew(good.key, readOwnersOnly(next.key), { secret: true })
  writeNew(good.certificate, readBytes(next.certificate))
  replace(config.file, changed, { secret: (statSync(config.file).mode & 0o007) === 0 })
  for (const file of Object.values(next)) rmSync(file, { force: true })
}

/** Relative to the configuration, where it is below it. */
function inConfig({ file }: Config, path: string): string {
  const near = relative(dirname(file), path)
  return near.startsWith('..') || isAbsolute(near) ? path : near
}
