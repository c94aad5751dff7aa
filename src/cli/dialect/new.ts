import { basename, join } from 'node:path'
import { Command } from 'commander'
import { readUnknownSample } from '../../dialects/engine/sample.ts'
import { scaffold } from '../../dialects/engine/scaffold.ts'
import { GatewayError } from '../../errors.ts'
import { commandLine } from '../called-as.ts'
import { finish, misused } from '../command.ts'
import { readBytes, writeNew } from '../files.ts'
import type { Shell } from '../shell.ts'

/** `gateway dialect new`: a definition to begin with, from a sample reply. */
export function newDialectCommand(shell: Shell, setExit: (code: number) => void): Command {
  const command = new Command('new')
    .description('begin a dialect from a sample reply: names known from elsewhere are mapped already 新建')
    .argument('<folder>', 'folder to make; its name is the dialect’s')
    .requiredOption('--sample <file>', 'a reply as text: JSON, XML fields or tags, UTF-8 or GB 18030')
    .addHelpText('after', '\nNothing of the sample but its names and codes goes into the dialect.')
  return finish<{ sample: string }>(command, shell, setExit, ({ sample }, [folder = '']) => {
    const id = basename(folder)
    if (!/^[a-z][a-z0-9-]{1,40}$/.test(id)) {
      throw misused(
        'folder',
        '名称须为 2 至 41 个小写字母、数字与连字符，以字母开头 its name is 2 to 41 small letters, digits and hyphens, a letter first',
      )
    }
    const { format, tree } = readUnknown(sample)
    const file = join(folder, 'dialect.yaml')
    writeNew(file, scaffold(id, format, tree))
    return {
      lines: [
        `已生成 written: ${file}`,
        `接下来 next: ${commandLine(shell, 'dialect', 'check', folder, '--sample', sample)}`,
      ],
      json: { dialect: id, file },
    }
  })
}

function readUnknown(sample: string): ReturnType<typeof readUnknownSample> {
  try {
    return readUnknownSample(readBytes(sample))
  } catch (thrown) {
    if (!(thrown instanceof GatewayError) || thrown.code !== 'CENTRE_ANSWER_INVALID') throw thrown
    throw new GatewayError('FILE_UNUSABLE', { where: sample, detail: thrown.detail ?? '' })
  }
}
