import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { chinaDateTime } from '../../clock.ts'
import { createContracts } from '../../contracts/contracts.ts'
import type { Directory } from '../../contracts/generated/types.ts'
import { diffDirectories } from '../../directory/diff.ts'
import { GatewayError } from '../../errors.ts'
import type { DirectoryView } from '../../speaker/ports.ts'
import { finish, type MakeCommand } from '../command.ts'
import { changeLines, directoryIn } from './file.ts'
import { readToken, replace } from '../files.ts'
import { asOption, type ConfigOptions, configOption } from '../sandbox-member.ts'
import { believed, operatorsRequiredOption, type TrustOptions } from '../trust.ts'

type Options = ConfigOptions & TrustOptions & { to: string[] }

/** `gateway directory publish`: puts a signed directory where the members fetch it. */
export const publishDirectoryCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('publish')
    .description(
      'verify a signed directory as every member will, and put it in the published places 发布目录',
    )
    .argument('<file>', 'the signed directory, with every approval')
    .requiredOption('--to <file...>', 'the published places; each is replaced at once')
    .option(...configOption)
    .option(...asOption)
    .option('--anchors <file>', 'trust anchors, PEM; instead of those of a configuration')
    .option(
      '--operator <thumbprint...>',
      'SHA-256 of the certificates that may sign the directory, base64url',
    )
    .option(...operatorsRequiredOption)
    .addHelpText('after', '\nNothing is written unless the version is higher than that of every place.')
  return finish<Options>(command, shell, setExit, (options, [file = '']) => {
    const contracts = createContracts()
    const now = shell.clock()
    const bytes = readToken(file)
    const view = believed(options, shell, contracts).readDirectory(bytes, now)
    if (view.expires * 1000 <= now) {
      throw new GatewayError('DIRECTORY_EXPIRED', { where: `version ${view.version}` })
    }
    const places = options.to.map((place) => ({
      place,
      before: existsSync(place) ? directoryIn(place, contracts) : undefined,
    }))
    for (const { place, before } of places) assertRises(view, before, place)
    for (const { place } of places) replace(place, `${bytes.toString('latin1')}\n`)
    return {
      lines: [
        `✓ 目录已发布 directory published: 版本 version ${view.version}　有效期至 until ${chinaDateTime(view.expires * 1000)}`,
        ...places.flatMap(({ place, before }) => placeLines(place, before, view)),
      ],
      json: { version: view.version, places: places.map(({ place }) => place) },
    }
  })
}

/** There already, as when an earlier run stopped half way, or with fewer approvals. */
function published(view: DirectoryView, before: Directory | undefined): boolean {
  return before !== undefined && diffDirectories(before, view.content).length === 0
}

function assertRises(view: DirectoryView, before: Directory | undefined, place: string): void {
  const { version } = view
  if (!before || version > before.version || published(view, before)) return
  throw new GatewayError('DIRECTORY_ROLLED_BACK', {
    where: `version ${version}`,
    detail: `已有不低于此的版本 ${place} has version ${before.version} already`,
  })
}

function placeLines(place: string, before: Directory | undefined, view: DirectoryView): string[] {
  if (!before) return [`${place}: 首次发布 published for the first time`]
  if (published(view, before)) return [`${place}: 已是此版本 had this version already`]
  return [`${place}:`, ...changeLines(diffDirectories(before, view.content))]
}
