import { existsSync } from 'node:fs'
import { Command, Option } from 'commander'
import { keyToPem, newKey, type NewKeyType } from '../../trust/keys.ts'
import { finish, type MakeCommand } from '../command.ts'
import { writeNew } from '../files.ts'
import { asOption, type ConfigOptions, configOption } from '../sandbox-member.ts'
import { successorOf } from './kind.ts'
import { csrOf } from './next-csr.ts'
import { type Step, stepOf, type Use } from './rotation.ts'
import { type Rotation, rotationOf, viewOf } from './rotation-now.ts'
import { reportOf } from './rotation-report.ts'
import { switchOver } from './switch-over.ts'

interface Options extends ConfigOptions {
  use: Use
  type?: NewKeyType
  switch?: boolean
  again?: boolean
}

/** `gateway keys rotate`: one key's way to the next, a step at a time; the present one serves until the switch. */
export const rotateKeyCommand: MakeCommand = (shell, setExit) => {
  const command = new Command('rotate')
    .description('make the next key beside the present one, and say what to do next 轮换密钥')
    .option(...configOption)
    .option(...asOption)
    .addOption(
      new Option('--use <use>', 'sign: messages; tls: the channel they travel in')
        .choices(['sign', 'tls'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--type <type>', 'kind of the next key; by default as the present one').choices([
        'P-256',
        'P-384',
        'Ed25519',
        'RSA-3072',
      ]),
    )
    .option('--switch', 'have the configuration name the next key, once its certificate is listed')
    .option('--again', 'begin anew though an older certificate is still listed')
    .addHelpText(
      'after',
      '\nRun it again at any time: it says which step comes next, and makes nothing twice.' +
        '\nWhere GATEWAY_KEY_PASSPHRASE is set, the next key is written encrypted.',
    )
  return finish<Options>(command, shell, setExit, async (options) => {
    const rotation = await rotationOf(options, shell)
    let step = stepNow(rotation)
    const mayBegin = step === 1 || (step === 5 && options.again === true)
    if (options.switch === true) {
      switchOver(rotation, step)
      return reportOf(await rotationOf(options, shell), 5, shell)
    }
    if (mayBegin) {
      writeNew(rotation.next.key, keyToPem(newKey(options.type ?? kindNow(rotation)), rotation.passphrase), {
        secret: true,
      })
      step = 2
    }
    if (step === 2 && !existsSync(rotation.next.csr)) writeNew(rotation.next.csr, csrOf(rotation))
    return reportOf(rotation, step, shell)
  })
}

function stepNow(rotation: Rotation): Step {
  return stepOf(rotation.next, rotation.present, { ...rotation, directory: viewOf(rotation) })
}

function kindNow({ present }: Rotation): NewKeyType {
  return successorOf(present.leaf.publicKey)
}
