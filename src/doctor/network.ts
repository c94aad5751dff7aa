import { once } from 'node:events'
import { createConnection, isIP, type Socket } from 'node:net'
import type { DoctorDeps, Finding, Patience, Text, Trouble } from './ports.ts'
import { same } from './same.ts'

/** The addresses of a host. */
export async function resolveHost(
  host: string,
  { lookup, patience }: Pick<DoctorDeps, 'lookup' | 'patience'>,
): Promise<Finding<readonly string[]>> {
  if (isIP(host) !== 0)
    return {
      state: 'skipped',
      text: { zh: `${host} 是地址，无需解析`, en: `${host} is an address, nothing to resolve` },
      value: [host],
    }
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(coded('ETIMEOUT')), patience.lookupMs)
  try {
    const addresses = await Promise.race([lookup(host), late])
    return { state: 'holds', text: same(`${host} → ${addresses.join(', ')}`), value: addresses }
  } catch (thrown) {
    return { state: 'fails', trouble: unresolved(host, codeOf(thrown)) }
  } finally {
    clearTimeout(timer)
  }
}

function unresolved(host: string, code: string): Trouble {
  if (code === 'ENOTFOUND') {
    return unreachable(
      { zh: `域名 ${host} 不存在`, en: `the name ${host} does not exist (${code})` },
      {
        zh: '请核对目录中登记的地址与本机 DNS（含内网解析）；确有误时请对方运维更正登记。',
        en: 'Check the endpoint in the directory and this machine’s DNS, internal zones included; if it is wrong, ask the peer’s operator to correct it.',
      },
    )
  }
  return unreachable(
    { zh: `域名 ${host} 无法解析`, en: `the name ${host} cannot be resolved (${code})` },
    { zh: '请检查本机 DNS 服务器是否可用。', en: 'Check whether this machine’s DNS servers answer.' },
  )
}

/** A TCP connection to the first address that takes it. */
export async function connect(
  addresses: readonly string[],
  port: number,
  { connectMs }: Pick<Patience, 'connectMs'>,
): Promise<Finding<Socket>> {
  const refusals: string[] = []
  for (const host of addresses) {
    const socket = createConnection({ host, port })
    try {
      await once(socket, 'connect', { signal: AbortSignal.timeout(connectMs) })
      return { state: 'holds', text: same(placed(host, port)), value: socket }
    } catch (thrown) {
      socket.destroy()
      refusals.push(codeOf(thrown))
    }
  }
  const refused = refusals.includes('ECONNREFUSED')
  const place = addresses.map((host) => placed(host, port)).join(', ')
  return { state: 'fails', trouble: refused ? refusedAt(place) : silentAt(place, refusals, connectMs) }
}

function refusedAt(place: string): Trouble {
  return unreachable(
    {
      zh: `${place} 拒绝连接：该端口没有程序在监听`,
      en: `${place} refuses connections: nobody listens there (ECONNREFUSED)`,
    },
    {
      zh: '请对方运维确认网关已启动、端口与目录一致，且转发未中断。',
      en: 'Ask the peer’s operator whether its gateway runs, on the port that the directory lists, and whether the forwarding works.',
    },
  )
}

function silentAt(place: string, reasons: readonly string[], connectMs: number): Trouble {
  const why = reasons.map((reason) => (reason === 'ABORT_ERR' ? `no answer in ${connectMs} ms` : reason))
  return unreachable(
    {
      zh: `${place} 没有响应：网络不通或被防火墙丢弃`,
      en: `${place} does not answer: no route, or a firewall drops it (${why.join(', ')})`,
    },
    {
      zh: '请检查本机到该地址的路由与双方防火墙放行。',
      en: 'Check the route from here to that address, and both sides’ firewalls.',
    },
  )
}

function unreachable(cause: Text, remedy: Text): Trouble {
  return { code: 'PEER_UNREACHABLE', cause, remedy }
}

function placed(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code })
}

/** The code of an error of Node or OpenSSL. */
export function codeOf(thrown: unknown): string {
  const code = Error.isError(thrown) && 'code' in thrown ? thrown.code : undefined
  return typeof code === 'string' ? code : 'unknown reason'
}
