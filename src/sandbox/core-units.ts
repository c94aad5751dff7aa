import type { MemberCode } from '../contracts/generated/types.ts'
import type { CoreWriter } from '../dialects/jgjt320/writer.ts'
import type { CalendarMonth } from '../domain/month.ts'
import { basisPoints, type BasisPoints } from '../domain/ratio.ts'
import { GatewayError } from '../errors.ts'
import { creditCodeFault, organisationCodeHolds } from '../domain/identity/credit-code.ts'
import { type RepresentedCentre, representedCentres, sandboxCentres } from './centres.ts'

/** An employer of the sandbox, invented. */
export interface SandboxUnit {
  account: string
  name: string
  creditCode: string
  /** Both sides pay the same. */
  ratio: BasisPoints
}

const units: Readonly<Record<MemberCode, readonly [SandboxUnit, SandboxUnit]>> = {
  [sandboxCentres.shanghai]: [
    unit('3100008001', '上海示例科技有限公司', '91310000MA0TEXT12T', 700),
    unit('3100008002', '上海样本贸易有限公司', '91310000MA0TEXT20M', 500),
  ],
  [sandboxCentres.jiangsuProvincial]: [
    unit('3201018001', '江苏示例研究院有限公司', '91320000MA0TEXT39N', 1200),
    unit('3201018002', '江苏样本事务中心', '12320000MA0TEXT47N', 1000),
  ],
  [sandboxCentres.hangzhou]: [
    unit('3301008001', '杭州示例网络有限公司', '91330100MA0TEXT55M', 1200),
    unit('3301008002', '杭州样本制造有限公司', '91330100MA0TEXT63G', 850),
  ],
  [sandboxCentres.hefei]: [
    unit('3401008001', '合肥示例电子有限公司', '91340100MA0TEXT71F', 1000),
    unit('3401008002', '合肥样本物流有限公司', '91340100MA0TEXT8X7', 800),
  ],
}

/** The two employers at a centre of the sandbox; CONFIG_INVALID for any other centre. */
export function unitsOf(centre: MemberCode): readonly [SandboxUnit, SandboxUnit] {
  const known = units[centre]
  if (known) return known
  const represented = representedCentres.find(({ code }) => code === centre)
  if (represented) return unitsIn(represented)
  throw new GatewayError('CONFIG_INVALID', {
    where: centre,
    detail: '不是沙箱的中心 not a centre of the sandbox',
  })
}

function unitsIn({ division, city }: RepresentedCentre): readonly [SandboxUnit, SandboxUnit] {
  return [
    unit(`${division}8001`, `${city}示例软件有限公司`, creditCode(division, 1), 1200),
    unit(`${division}8002`, `${city}样本纺织有限公司`, creditCode(division, 2), 750),
  ]
}

/** A code of nobody whose check characters are right. */
function creditCode(division: string, running: number): string {
  const stem = `91${division}MA0TEXT${running}`
  for (const inner of '0123456789X') {
    for (const check of '0123456789ABCDEFGHJKLMNPQRTUWXY') {
      const code = stem + inner + check
      if (organisationCodeHolds(code) && creditCodeFault(code) === undefined) return code
    }
  }
  throw new RangeError(`no check characters for ${stem}`)
}

/** Writes an employer and its unit account. */
export function writeUnit(core: CoreWriter, unit: SandboxUnit, paidThrough: CalendarMonth): void {
  const { ratio, ...unitItself } = unit
  core.unit({ ...unitItself, unitRatio: ratio, ownRatio: ratio, paidThrough })
}

function unit(account: string, name: string, creditCode: string, ratio: number): SandboxUnit {
  return { account, name, creditCode, ratio: basisPoints(ratio) }
}
