import type { DialectDefinition } from '../contracts/generated/types.ts'
import { allowsPlainText } from './plain-text.ts'

/** Why a centre that speaks this dialect cannot be asked at this address; undefined where it can. */
export function endpointFault(endpoint: string, { dialect, calls }: DialectDefinition): string | undefined {
  const url = URL.parse(endpoint)
  if (!url || url.hostname === '') return '不是 URL is no URL'
  const tcp = url.protocol === 'tcp:'
  const other = calls.find((call) => (call.tcp !== undefined) !== tcp)
  if (other)
    return `与方言接口的传输方式不符 is for ${tcp ? 'tcp' : 'http'}, which message ${other.name} of ${dialect} is not`
  if (tcp && (url.port === '' || !['', '/'].includes(url.pathname))) return '形式不符 is not tcp://host:port'
  if (url.protocol !== 'https:' && !allowsPlainText(url.hostname)) {
    return '未用 TLS，且不是本机或内网地址 is without TLS and no loopback or private address (RFC 1918, fc00::/7)'
  }
  return undefined
}
