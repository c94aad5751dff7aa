import { GatewayError } from '../../errors.ts'
import { commandLine } from '../called-as.ts'
import type { Outcome } from '../command.ts'
import type { Shell } from '../shell.ts'
import { older, type Step } from './rotation.ts'
import { type Rotation, viewOf } from './rotation-now.ts'

export function reportOf(rotation: Rotation, step: Step, shell: Pick<Shell, 'program'>): Outcome {
  const { use, next, config, directory } = rotation
  const view = viewOf(rotation)
  const old =
    step === 5 && view ? older(view, rotation.present, rotation) : [rotation.present.leaf.thumbprint]
  const todo = steps(rotation, old, shell)
  return {
    lines: [
      directory instanceof GatewayError
        ? `! 目录不可用 no directory: ${directory.code} ${directory.where ?? ''}`
        : `目录第 ${directory.version} 版 directory version ${directory.version}`,
      ...todo.map((text, i) => {
        const done = i + 1 < step
        // Whether the gateway was restarted cannot be seen from here.
        const now = i + 1 === step || (step === 5 && i === 5)
        return `${done ? '✓' : now ? '→' : ' '} ${i + 1}. ${text}`
      }),
      '',
      `下一步 next: ${step}${step === 5 ? ', 6' : ''}`,
    ],
    json: { use, member: config.member, step, files: next, ...(step === 5 && { retire: old }) },
  }
}

function steps(
  { use, next, config }: Rotation,
  old: readonly string[],
  shell: Pick<Shell, 'program'>,
): string[] {
  const draftFrom = (file: string) => ['--from', file, '--out', 'draft.json']
  const list = ['--code', config.member, `--${use}-certificate`, next.certificate]
  const retire = old.map((thumbprint, i) => {
    const draft = draftFrom(i === 0 ? 'directory.jws' : 'draft.json')
    return commandLine(shell, 'directory', 'retire', '--certificate', thumbprint, ...draft)
  })
  return [
    `生成新密钥与证书申请 key and request made: ${next.key}, ${next.csr}`,
    `将申请提交 CA，证书与中间证书（叶在前）存为 have the CA issue the certificate, put it with its intermediates, leaf first, at: ${next.certificate}`,
    `请目录运营方在旧证书之外登记新证书，待各成员取得该版本 have it listed beside the old one, and wait until all members have that version: ${commandLine(shell, 'directory', 'add', ...list, ...draftFrom('directory.jws'))}`,
    `切换配置 switch: ${commandLine(shell, 'keys', 'rotate', '--config', config.file, '--use', use, '--switch')}`,
    `让网关重新加载（SIGHUP）或重启 reload (SIGHUP) or restart the gateway, then see /health/ready, and: ${commandLine(shell, 'keys', 'list', '--config', config.file)}`,
    `请目录运营方停用旧证书 have the old one retired: ${retire.join(' && ')}`,
  ]
}
