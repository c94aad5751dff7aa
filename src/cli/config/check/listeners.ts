import { GatewayError } from '../../../errors.ts'
import { clientKeys } from '../../../composition/office/access.ts'
import type { CheckDeps } from './ports.ts'
import type { Report } from './report.ts'

const names = { exchange: '交换端口 exchange', office: '办公端口 office', ops: '运维端口 ops' } as const

/** Ports that can work side by side, and clients that can be known. Whether the ports are free shows only at the start. */
export function checkListeners({ config }: CheckDeps, report: Report): void {
  const taken = new Map<number, string>()
  for (const use of ['exchange', 'office', 'ops'] as const) {
    const { host, port } = config[use]
    report.judge(names[use], `/${use}/port`, () => {
      const other = taken.get(port)
      if (port !== 0 && other !== undefined) {
        throw new GatewayError('CONFIG_INVALID', {
          where: `port ${port}`,
          detail: `与另一端口相同 is also the port of ${other}`,
        })
      }
      taken.set(port, use)
      return `${host}:${port}${port === 0 ? ' (a free one 任一空闲端口)' : ''}`
    })
    if (port === 0 && use === 'exchange') {
      report.warn(
        names[use],
        `/${use}/port`,
        '端口每次启动都会改变，对方无从得知 peers cannot know a port that changes at every start',
      )
    }
  }
  if (config.office.clients.length === 0) {
    report.warn(
      names.office,
      '/office/clients',
      'no client is registered, so nobody can ask 未登记任何客户端',
    )
  }
  for (const [index, { name, keys }] of config.office.clients.entries()) {
    if (keys === undefined) continue
    report.judge('办公客户端公钥 keys of an office client', `/office/clients/${index}/keys`, () => {
      return `${name}: ${keys}, ${clientKeys(keys).length}`
    })
  }
  if (!/^(127\.|::1$|localhost$)/.test(config.ops.host)) {
    report.warn(names.ops, '/ops/host', 'plain HTTP that is not on loopback 明文端口未限于本机')
  }
}
