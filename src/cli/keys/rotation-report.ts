import { GatewayError } from '../../errors.ts'
import type { Outcome } from '../command.ts'
import { older, type Step } from './rotation.ts'
import { type Rotation, viewOf } from './rotation-now.ts'

export function reportOf(rotation: Rotation, step: Step): Outcome {
  const { use, next, config, directory } = rotation
  const view = viewOf(rotation)
  const old =
    step === 5 && view ? older(view, rotation.present, rotation) : [rotation.present.leaf.thumbprint]
  const todo = steps(rotation, old)
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

function steps({ use, next, config }: Rotation, old: readonly string[]): string[] {
  const option = `--${use}-certificate`
  return [
    `生成新密钥与证书申请 key and request made: ${next.key}, ${next.csr}`,
    `将申请提交 CA，证书与中间证书（叶在前）存为 have the CA issue the certificate, put it with its intermediates, leaf first, at: ${next.certificate}`,
    `请目录运营方在旧证书之外登记新证书，待各成员取得该版本 have it listed beside the old one, and wait until all members have that version: gateway directory add --code ${config.member} ${option} ${next.certificate} --from … --out …`,
    `切换配置 switch: gateway keys rotate --config ${config.file} --use ${use} --switch`,
    '让网关重新加载（SIGHUP）或重启 reload (SIGHUP) or restart the gateway, then see: gateway keys list, /health/ready',
    `请目录运营方停用旧证书 have the old one retired: ${old.map((thumbprint) => `gateway directory retire --certificate ${thumbprint} --from … --out …`).join('; ')}`,
  ]
}
