import type { Contracts } from '../../contracts/contracts.ts'
import type { Directory } from '../../contracts/generated/types.ts'
import { diffDirectories, type DirectoryChange } from '../../directory/diff.ts'
import { directoryPayload } from '../../directory/read.ts'
import { readStrictJson } from '../../domain/strict-json.ts'
import { GatewayError } from '../../errors.ts'
import { commandLine } from '../called-as.ts'
import type { Outcome } from '../command.ts'
import { readBytes, replace, tokenIn } from '../files.ts'
import type { Shell } from '../shell.ts'

/** What a directory file says, signed or a draft in JSON; who signed it is not looked at. Fails with DIRECTORY_INVALID or DIRECTORY_DRAFT_INVALID. */
export function directoryIn(path: string, contracts: Contracts): Directory {
  const bytes = readBytes(path)
  if (bytes.toString('latin1').trimStart()[0] !== '{') {
    return directoryPayload(tokenIn(bytes).toString('latin1'), contracts)
  }
  const json = readStrictJson(bytes, 16)
  if (!json.ok) throw new GatewayError('DIRECTORY_DRAFT_INVALID', { where: path, detail: json.fault })
  const checked = contracts.check('directory', json.value)
  if (checked.ok) return checked.value
  throw new GatewayError('DIRECTORY_DRAFT_INVALID', {
    where: `${path} ${checked.where}`,
    detail: checked.detail,
  })
}

/** Writes a draft that `directory sign` takes, and tells what it changes. */
export function draftWritten(
  out: string,
  before: Directory,
  draft: Directory,
  contracts: Contracts,
  shell: Pick<Shell, 'program'>,
): Outcome {
  const checked = contracts.check('directory', draft)
  if (!checked.ok) {
    throw new GatewayError('DIRECTORY_DRAFT_INVALID', { where: checked.where, detail: checked.detail })
  }
  replace(out, `${JSON.stringify(draft, null, 2)}\n`)
  const changes = diffDirectories(before, draft)
  return {
    lines: [
      `✓ 草稿已写入 draft written: ${out}`,
      ...changeLines(changes),
      `下一步 next: ${commandLine(shell, 'directory', 'sign', '--payload', out, ...signing)}`,
    ],
    json: { file: out, version: draft.version, changes },
  }
}

const signing = ['--key', '运营方密钥.pem', '--certificate', '运营方证书.pem', '--out', 'directory.jws']

export function changeLines(changes: readonly DirectoryChange[]): string[] {
  if (changes.length === 0) return ['  没有不同 no difference']
  return changes.map(({ en, zh }) => `  ${zh}　${en}`)
}
